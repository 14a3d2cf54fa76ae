package dev.wastm.ledger.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/**
 * One SHA-256 computation (FIPS 180-4), fed piece by piece. Confined to the thread that called {@link #start()}, which must finish it
 * before starting the next: each thread reuses one digest object, because looking one up costs more than hashing a small message. Small
 * pieces are gathered first, because handing over each of them would cost as much as hashing all.
 */
public final class Sha256 {
  private static final ThreadLocal<Sha256> PER_THREAD = ThreadLocal.withInitial(Sha256::new);

  /** Room for a branch of the state's trie, and for most of its leaves. */
  private static final int GATHERED_BYTES_MAX = 256;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final MessageDigest digest = dev.wastm.wasm.crypto.Sha256.digest();
  private final byte[] gathered = new byte[GATHERED_BYTES_MAX];
  private int count;

  private Sha256() {}

  public static Sha256 start() {
    Sha256 sha = PER_THREAD.get();
    sha.digest.reset();
    sha.count = 0;
    return sha;
  }

  public static Digest of(byte[] bytes) {
    return start().bytes(bytes).finish();
  }

  public Sha256 bytes(byte[] bytes) {
    return bytes(bytes, 0, bytes.length);
  }

  public Sha256 bytes(byte[] bytes, int offset, int length) {
    makeRoom(length);
    if (length > GATHERED_BYTES_MAX) {
      digest.update(bytes, offset, length);
    } else {
      System.arraycopy(bytes, offset, gathered, count, length);
      count += length;
    }
    return this;
  }

  public Sha256 digest(Digest value) {
    return bytes(value.array());
  }

  public Sha256 u8(int value) {
    makeRoom(1);
    gathered[count++] = (byte) value;
    return this;
  }

  /** Four bytes, big endian. */
  public Sha256 u32(int value) {
    makeRoom(Integer.BYTES);
    INT.set(gathered, count, value);
    count += Integer.BYTES;
    return this;
  }

  /** Adds 8 bytes, big endian. */
  public Sha256 u64(long value) {
    return u32((int) (value >>> Integer.SIZE)).u32((int) value);
  }

  public Digest finish() {
    flush();
    return Digest.owning(digest.digest());
  }

  private void makeRoom(int length) {
    if (length > GATHERED_BYTES_MAX - count) {
      flush();
    }
  }

  private void flush() {
    digest.update(gathered, 0, count);
    count = 0;
  }
}
