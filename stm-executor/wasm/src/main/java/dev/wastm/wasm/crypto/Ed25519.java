package dev.wastm.wasm.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/**
 * Checks Ed25519 signatures (RFC 8032) with the Java platform's own provider, whatever other providers are installed. Both guests and ledgers
 * ask here, because whether a signature holds is a part of outcomes. Thread-safe.
 */
public final class Ed25519 {
  public static final int PUBLIC_KEY_BYTES = 32;
  public static final int SIGNATURE_BYTES = 64;
  private static final String PROVIDER = "SunEC";
  private static final String ALGORITHM = "Ed25519";
  private static final int SIGN_BIT = 0x80;

  /** The prime of the field, 2^255 - 19. */
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  /**
   * The y of the eight points whose order divides 8: 1 (order 1), p - 1 (2), 0 (4), and the two of order 8, each with both signs of x. A key
   * that is one of them has signatures that hold for any message.
   */
  private static final Set<BigInteger> SMALL_ORDER = Set.of(
      BigInteger.ZERO,
      BigInteger.ONE,
      P.subtract(BigInteger.ONE),
      new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16),
      new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16));

  private Ed25519() {}

  /**
   * Whether 32 bytes are the canonical encoding of a y that is not of small order. Whether there is a point of that y is found out when a
   * signature is checked: there is none for about half of them, and then none holds.
   */
  public static boolean isKey(byte[] publicKey) {
    BigInteger y = y(publicKey);
    return y.compareTo(P) < 0 && !SMALL_ORDER.contains(y);
  }

  /**
   * Whether a signature holds, by the equation of RFC 8032, section 5.1.7, without the factor 8. False also where the key is none (see
   * {@link #isKey}) or no point of the curve, where the first half of the signature is not the canonical encoding of a point, or the second is
   * not less than the group's order.
   *
   * @param publicKey 32 bytes
   */
  public static boolean isValid(byte[] publicKey, byte[] message, byte[] signature) {
    if (!isKey(publicKey)) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(ALGORITHM, PROVIDER);
      verifier.initVerify(key(publicKey));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (InvalidKeySpecException | java.security.InvalidKeyException | SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "This Java runtime has no Ed25519; use a complete JDK, 17 or newer.", e);
    }
  }

  private static PublicKey key(byte[] encoded) throws GeneralSecurityException {
    boolean odd = (encoded[PUBLIC_KEY_BYTES - 1] & SIGN_BIT) != 0;
    return KeyFactory.getInstance(ALGORITHM, PROVIDER)
        .generatePublic(
            new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, y(encoded))));
  }

  /** The encoding of RFC 8032, section 5.1.2: y, little endian, with the lowest bit of x in the place of the highest bit. */
  private static BigInteger y(byte[] encoded) {
    byte[] y = new byte[PUBLIC_KEY_BYTES];
    for (int i = 0; i < PUBLIC_KEY_BYTES; i++) {
      y[i] = encoded[PUBLIC_KEY_BYTES - 1 - i];
    }
    y[0] &= ~SIGN_BIT;
    return new BigInteger(1, y);
  }
}
