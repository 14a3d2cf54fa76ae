package dev.wastm.wasm.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC-SHA256 (RFC 2104) under one key. The platform's own takes tens of milliseconds to find its provider when a JVM first asks for it,
 * which is more than all else that a restarted worker does before its first receipt. Immutable.
 */
public final class Hmac {
  public static final int LENGTH_BYTES = Sha256.LENGTH_BYTES;

  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private final byte[] innerKey;
  private final byte[] outerKey;

  /** @param key at most a block of 64 bytes long */
  public Hmac(byte[] key) {
    this.innerKey = padded(key, INNER);
    this.outerKey = padded(key, OUTER);
  }

  private static byte[] padded(byte[] key, byte pad) {
    byte[] block = Arrays.copyOf(key, Sha256.BLOCK_BYTES);
    for (int i = 0; i < Sha256.BLOCK_BYTES; i++) {
      block[i] ^= pad;
    }
    return block;
  }

  /** Of one message that is given in parts. */
  public byte[] of(byte[]... parts) {
    MessageDigest digest = Sha256.digest();
    digest.update(innerKey);
    for (byte[] part : parts) {
      digest.update(part);
    }
    byte[] inner = digest.digest();
    digest.update(outerKey);
    return digest.digest(inner);
  }
}
