package dev.wastm.wasm.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * Makes and checks Ed25519 signatures (RFC 8032) with the Java platform's own provider, whatever other providers are installed. Both guests and ledgers
 * ask here, because whether a signature holds is a part of outcomes. Thread-safe.
 */
public final class Ed25519 {
  public static final int PUBLIC_KEY_BYTES = 32;
  public static final int SIGNATURE_BYTES = 64;
  public static final int SEED_BYTES = 32;

  private static final String PROVIDER = "SunEC";
  private static final String ALGORITHM = "Ed25519";
  private static final int SIGN_BIT = 0x80;

  /** What stands before the seed in the PKCS #8 encoding of every private key (RFC 8410). */
  private static final byte[] PKCS8_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

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
      throw unavailable(e);
    }
  }

  /** A key pair. Only the seed is secret; it is never printed. */
  @SuppressWarnings("ArrayRecordComponent")
  public record KeyPair(byte[] seed, byte[] publicKey) {
    @Override
    public String toString() {
      return "an Ed25519 key pair";
    }
  }

  /** A new pair, from the machine's source of randomness. */
  public static KeyPair generate() {
    try {
      java.security.KeyPair pair =
          KeyPairGenerator.getInstance(ALGORITHM, PROVIDER).generateKeyPair();
      return new KeyPair(
          last(pair.getPrivate().getEncoded(), SEED_BYTES),
          last(pair.getPublic().getEncoded(), PUBLIC_KEY_BYTES));
    } catch (GeneralSecurityException e) {
      throw unavailable(e);
    }
  }

  private static byte[] last(byte[] encoded, int count) {
    return Arrays.copyOfRange(encoded, encoded.length - count, encoded.length);
  }

  /**
   * The one signature of a seed over a message: Ed25519 has no randomness in it.
   *
   * @param seed the 32 bytes of RFC 8032, section 5.1.5
   */
  public static byte[] sign(byte[] seed, byte[] message) {
    try {
      byte[] encoded = Arrays.copyOf(PKCS8_PREFIX, PKCS8_PREFIX.length + SEED_BYTES);
      System.arraycopy(seed, 0, encoded, PKCS8_PREFIX.length, SEED_BYTES);
      Signature signer = Signature.getInstance(ALGORITHM, PROVIDER);
      signer.initSign(KeyFactory.getInstance(ALGORITHM, PROVIDER)
          .generatePrivate(new PKCS8EncodedKeySpec(encoded)));
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw unavailable(e);
    }
  }

  private static IllegalStateException unavailable(GeneralSecurityException e) {
    return new IllegalStateException(
        "This Java runtime has no Ed25519; use a complete JDK, 17 or newer.", e);
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
