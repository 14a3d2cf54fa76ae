package dev.wastm.blobstore.layer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest, as 64 lower-case hexadecimal digits. */
public record Sha256(String hex) {
  private static final int HEX_DIGITS = 64;

  public Sha256 {
    if (hex.length() != HEX_DIGITS
        || !hex.chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "\"" + hex + "\" is not a SHA-256 digest; that is 64 lower-case hexadecimal digits.");
    }
  }

  /** The digest of these bytes. */
  public static Sha256 of(byte[] bytes) {
    return new Sha256(HexFormat.of().formatHex(newDigest().digest(bytes)));
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
