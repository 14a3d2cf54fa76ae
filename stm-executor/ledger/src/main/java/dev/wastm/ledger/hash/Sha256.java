package dev.wastm.ledger.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One SHA-256 computation (FIPS 180-4), fed piece by piece. Confined to the thread that called {@link #start()}, which must finish it
 * before starting the next: each thread reuses one digest object, because looking one up costs more than hashing a small message.
 */
public final class Sha256 {
  private static final ThreadLocal<Sha256> PER_THREAD = ThreadLocal.withInitial(Sha256::new);

  private final MessageDigest digest = newMessageDigest();

  private Sha256() {}

  public static Sha256 start() {
    Sha256 sha = PER_THREAD.get();
    sha.digest.reset();
    return sha;
  }

  public static Digest of(byte[] bytes) {
    return start().bytes(bytes).finish();
  }

  public Sha256 bytes(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  public Sha256 bytes(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    return this;
  }

  public Sha256 digest(Digest value) {
    digest.update(value.array());
    return this;
  }

  public Sha256 u8(int value) {
    digest.update((byte) value);
    return this;
  }

  /** Four bytes, big endian. */
  public Sha256 u32(int value) {
    digest.update((byte) (value >>> 24));
    digest.update((byte) (value >>> 16));
    digest.update((byte) (value >>> 8));
    digest.update((byte) value);
    return this;
  }

  /** Adds 8 bytes, big endian. */
  public Sha256 u64(long value) {
    return u32((int) (value >>> Integer.SIZE)).u32((int) value);
  }

  public Digest finish() {
    return Digest.owning(digest.digest());
  }

  private static MessageDigest newMessageDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }
}
