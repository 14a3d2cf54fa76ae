package dev.wastm.wasm.crypto;

import java.math.BigInteger;

/** A point of the curve of Ed25519, with the arithmetic of RFC 8032, section 5.1, written as it stands there. */
record EdwardsPoint(BigInteger x, BigInteger y) {
  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  static final EdwardsPoint NEUTRAL = new EdwardsPoint(BigInteger.ZERO, BigInteger.ONE);
  private static final BigInteger D = BigInteger.valueOf(-121_665)
      .multiply(BigInteger.valueOf(121_666).modInverse(P))
      .mod(P);
  static final EdwardsPoint BASE =
      ofY(BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P));

  private static BigInteger squareOfX(BigInteger y) {
    BigInteger y2 = y.multiply(y);
    return y2.subtract(BigInteger.ONE)
        .multiply(D.multiply(y2).add(BigInteger.ONE).modInverse(P))
        .mod(P);
  }

  /** Whether a point has this y: the square of its x is one. */
  private static boolean isPoint(BigInteger y) {
    BigInteger power = squareOfX(y).modPow(P.subtract(BigInteger.ONE).shiftRight(1), P);
    return power.compareTo(BigInteger.ONE) <= 0;
  }

  /** The point of that y whose x is even; the y must have one. */
  static EdwardsPoint ofY(BigInteger y) {
    BigInteger x2 = squareOfX(y);
    BigInteger x = x2.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(x2)) {
      x = x.multiply(BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P))
          .mod(P);
    }
    return new EdwardsPoint(x.testBit(0) ? P.subtract(x) : x, y);
  }

  EdwardsPoint plus(EdwardsPoint other) {
    BigInteger xy = x.multiply(other.y);
    BigInteger yx = y.multiply(other.x);
    BigInteger k = D.multiply(xy).multiply(yx).mod(P);
    return new EdwardsPoint(
        xy.add(yx).multiply(BigInteger.ONE.add(k).modInverse(P)).mod(P),
        y.multiply(other.y)
            .add(x.multiply(other.x))
            .multiply(BigInteger.ONE.subtract(k).modInverse(P))
            .mod(P));
  }

  EdwardsPoint times(BigInteger factor) {
    EdwardsPoint sum = NEUTRAL;
    for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
      sum = sum.plus(sum);
      sum = factor.testBit(bit) ? sum.plus(this) : sum;
    }
    return sum;
  }

  /** Of order 8: the part of a point that the group's order leaves over. */
  static EdwardsPoint ofOrderEight() {
    BigInteger y = BigInteger.TWO;
    EdwardsPoint left = NEUTRAL;
    while (left.times(BigInteger.valueOf(4)).equals(NEUTRAL)) {
      left = isPoint(y) ? ofY(y).times(ORDER) : NEUTRAL;
      y = y.add(BigInteger.ONE);
    }
    return left;
  }

  byte[] encoded() {
    return littleEndian(x.testBit(0) ? y.setBit(255) : y);
  }

  static byte[] littleEndian(BigInteger number) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = number.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}
