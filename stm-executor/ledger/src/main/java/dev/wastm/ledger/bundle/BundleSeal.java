package dev.wastm.ledger.bundle;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A bundle's last 40 bytes: the SHA-256 of all before them, in a frame that Zstandard's own tools skip (RFC 8878, section 3.1.2), so that
 * every changed byte is found, and {@code tar --zstd} still unpacks the file.
 */
final class BundleSeal {
  private static final int SKIPPABLE_FRAME = 0x184D2A50;
  private static final int HEADER_BYTES = 2 * Integer.BYTES;
  static final int LENGTH_BYTES = HEADER_BYTES + Digest.LENGTH_BYTES;

  private static final int CHUNK_BYTES = 64 * 1024;

  private BundleSeal() {}

  static byte[] of(Digest digest) {
    return ByteBuffer.allocate(LENGTH_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(SKIPPABLE_FRAME)
        .putInt(Digest.LENGTH_BYTES)
        .put(digest.toByteArray())
        .array();
  }

  /** Whether a file ends with the seal of what is before it. Reads all of it, and keeps none. */
  static boolean isWhole(InputStream file, long lengthBytes) throws IOException {
    long sealed = lengthBytes - LENGTH_BYTES;
    if (sealed < 0) {
      return false;
    }
    Sha256 hash = Sha256.start();
    byte[] chunk = new byte[CHUNK_BYTES];
    for (long left = sealed; left > 0; ) {
      int count = file.readNBytes(chunk, 0, (int) Math.min(left, chunk.length));
      if (count == 0) {
        return false;
      }
      hash.bytes(chunk, 0, count);
      left -= count;
    }
    return Arrays.equals(of(hash.finish()), file.readNBytes(LENGTH_BYTES + 1));
  }

  static void append(byte[] content, OutputStream out) throws IOException {
    out.write(content);
    out.write(of(Sha256.of(content)));
  }
}
