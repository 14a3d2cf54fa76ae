package dev.wastm.ledger.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-1-3, the keyed hash of Aumasson and Bernstein ("SipHash: a fast short-input PRF", 2012) with one round a word and three at the
 * end: for tables whose keys come from people who want them to collide. Nobody is known to find such keys without the secret. Immutable
 * and thread-safe.
 */
public final class SipHash {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long key0;
  private final long key1;

  /** The key is 16 bytes, as two numbers, little endian. */
  SipHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** With a key that nobody knows, and that is another one in each process: for what no outcome depends on. */
  public static SipHash withSecretKey() {
    SecureRandom random = new SecureRandom();
    return new SipHash(random.nextLong(), random.nextLong());
  }

  public long hash(byte[] bytes) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    // Words of the message, then its last bytes with its length, then nothing, marked, three times;
    // a round after each.
    int whole = bytes.length & -Long.BYTES;
    int words = whole / Long.BYTES;
    for (int i = 0; i < words + 4; i++) {
      long word = 0;
      if (i < words) {
        word = (long) WORD.get(bytes, i * Long.BYTES);
      } else if (i == words) {
        word = last(bytes, whole);
      } else if (i == words + 1) {
        v2 ^= 0xff;
      }
      v3 ^= word;
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  /** The bytes after the last whole word, and in the highest byte the length modulo 256. */
  private static long last(byte[] bytes, int whole) {
    long word = (long) bytes.length << 56;
    for (int i = whole; i < bytes.length; i++) {
      word |= (bytes[i] & 0xffL) << (Byte.SIZE * (i - whole));
    }
    return word;
  }
}
