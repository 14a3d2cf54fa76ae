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

  private Ed25519() {}

  /**
   * False also where the key is no point of the curve, or the signature is malformed.
   *
   * @param publicKey 32 bytes
   */
  public static boolean isValid(byte[] publicKey, byte[] message, byte[] signature) {
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

  /** The encoding of RFC 8032, section 5.1.2: y, little endian, with the lowest bit of x in the place of the highest bit. */
  private static PublicKey key(byte[] encoded) throws GeneralSecurityException {
    byte[] y = new byte[PUBLIC_KEY_BYTES];
    for (int i = 0; i < PUBLIC_KEY_BYTES; i++) {
      y[i] = encoded[PUBLIC_KEY_BYTES - 1 - i];
    }
    boolean odd = (y[0] & SIGN_BIT) != 0;
    y[0] &= ~SIGN_BIT;
    EdECPoint point = new EdECPoint(odd, new BigInteger(1, y));
    return KeyFactory.getInstance(ALGORITHM, PROVIDER)
        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
  }
}
