package dev.wastm.ledger.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;

/** Archives of any shape, as nobody who means well makes them. */
final class HostileArchives {
  private HostileArchives() {}

  static byte[] archive(String name, byte type, long size, byte[] content) throws IOException {
    return zstd(tar(name, type, size, content));
  }

  static byte[] tar(String name, byte type, long size, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      add(tar, name, type, size, content);
    }
    return bytes.toByteArray();
  }

  static byte[] two() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      add(tar, "state", TarConstants.LF_NORMAL, 0, new byte[0]);
      add(tar, "state", TarConstants.LF_NORMAL, 0, new byte[0]);
    }
    return zstd(bytes.toByteArray());
  }

  private static void add(
      TarArchiveOutputStream tar, String name, byte type, long size, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setSize(size);
    entry.setModTime(0L);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  static byte[] zstd(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdCompressorOutputStream zstd = new ZstdCompressorOutputStream(bytes)) {
      zstd.write(content);
    }
    return bytes.toByteArray();
  }

  static byte[] zeros(long count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] block = new byte[1024 * 1024];
    try (ZstdCompressorOutputStream zstd = new ZstdCompressorOutputStream(bytes)) {
      for (long written = 0; written < count; written += block.length) {
        zstd.write(block);
      }
    }
    return bytes.toByteArray();
  }

  /** A header's checksum is the sum of its bytes, with spaces in its own place (POSIX ustar). */
  static void fixChecksum(byte[] tar) {
    int sum = 8 * ' ';
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? 0 : tar[i] & 0xff;
    }
    byte[] text = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, tar, 148, text.length);
  }
}
