package dev.wastm.ledger.hash;

import com.google.protobuf.ByteString;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 digest: 32 bytes, compared by value. Immutable. */
public final class Digest implements Comparable<Digest> {
  public static final int LENGTH_BYTES = 32;
  private static final HexFormat HEX = HexFormat.of();
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;

  private Digest(byte[] bytes) {
    if (bytes.length != LENGTH_BYTES) {
      throw new IllegalArgumentException(
          "A SHA-256 digest has 32 bytes, not " + bytes.length + ".");
    }
    this.bytes = bytes;
  }

  public static Digest of(byte[] bytes) {
    return new Digest(bytes.clone());
  }

  public static Digest of(ByteString bytes) {
    return new Digest(bytes.toByteArray());
  }

  /** The digest whose 32 bytes are four numbers', big endian. */
  public static Digest ofWords(long word0, long word1, long word2, long word3) {
    byte[] bytes = new byte[LENGTH_BYTES];
    WORD.set(bytes, 0, word0);
    WORD.set(bytes, Long.BYTES, word1);
    WORD.set(bytes, 2 * Long.BYTES, word2);
    WORD.set(bytes, 3 * Long.BYTES, word3);
    return new Digest(bytes);
  }

  /** Eight of the bytes, big endian; from 0 to 3. */
  public long word(int index) {
    return (long) WORD.get(bytes, index * Long.BYTES);
  }

  /** Takes over an array that nobody else keeps. */
  static Digest owning(byte[] bytes) {
    return new Digest(bytes);
  }

  /** @throws IllegalArgumentException where {@code hex} is not 64 hexadecimal digits */
  public static Digest ofHex(String hex) {
    return new Digest(HEX.parseHex(hex));
  }

  public byte[] toByteArray() {
    return bytes.clone();
  }

  public ByteString toByteString() {
    return ByteString.copyFrom(bytes);
  }

  /** The digest's own array, for hashing it again without a copy. */
  byte[] array() {
    return bytes;
  }

  /** 64 lower-case hexadecimal digits. */
  public String hex() {
    return HEX.formatHex(bytes);
  }

  @Override
  public int compareTo(Digest other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
  }

  @Override
  public int hashCode() {
    // The bytes of a SHA-256 are uniform: any four of them make a good hash code.
    return (bytes[0] << 24)
        | ((bytes[1] & 0xff) << 16)
        | ((bytes[2] & 0xff) << 8)
        | (bytes[3] & 0xff);
  }

  @Override
  public String toString() {
    return hex();
  }
}
