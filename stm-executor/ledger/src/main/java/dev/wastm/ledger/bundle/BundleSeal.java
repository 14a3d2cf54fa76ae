package dev.wastm.ledger.bundle;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import java.io.IOException;
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

  private BundleSeal() {}

  static byte[] of(Digest digest) {
    return ByteBuffer.allocate(LENGTH_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(SKIPPABLE_FRAME)
        .putInt(Digest.LENGTH_BYTES)
        .put(digest.toByteArray())
        .array();
  }

  /** Whether a file ends with the seal of what is before it. */
  static boolean isWhole(byte[] file) {
    int sealed = file.length - LENGTH_BYTES;
    return sealed >= 0
        && Arrays.equals(
            of(Sha256.start().bytes(file, 0, sealed).finish()),
            Arrays.copyOfRange(file, sealed, file.length));
  }

  static void append(byte[] content, OutputStream out) throws IOException {
    out.write(content);
    out.write(of(Sha256.of(content)));
  }
}
