package dev.wastm.ledger.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;

/** Writes an archive: the same files give the same bytes, since names, order and times in it are fixed. Confined to one thread. */
public final class ArchiveWriter implements AutoCloseable {
  private static final int ZSTD_LEVEL = 3;
  private static final int BLOCK_BYTES = 512;
  private static final int NAME_BYTES_MAX = 100;

  private final TarArchiveOutputStream tar;

  /** @param out closed with this writer */
  public ArchiveWriter(OutputStream out) throws IOException {
    this.tar = tar(ZstdCompressorOutputStream.builder()
        .setOutputStream(out)
        .setLevel(ZSTD_LEVEL)
        .get());
  }

  /** @param name of ASCII, up to some hundred characters */
  public void add(String name, byte[] content) throws IOException {
    tar.putArchiveEntry(entry(name, content.length));
    tar.write(content);
    tar.closeArchiveEntry();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  /** What stands before a file's content. */
  static byte[] headers(String name, long sizeBytes) {
    if (name.length() < NAME_BYTES_MAX) {
      byte[] header = new byte[BLOCK_BYTES];
      entry(name, sizeBytes).writeEntryHeader(header);
      return header;
    }
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    try {
      // Not closed: that would demand the content.
      tar(headers).putArchiveEntry(entry(name, sizeBytes));
      return headers.toByteArray();
    } catch (IOException e) {
      throw new AssertionError("Writing to memory does no I/O.", e);
    }
  }

  private static TarArchiveOutputStream tar(OutputStream out) {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    return tar;
  }

  /** Of no one, since whose it is would be another byte on each machine. */
  private static TarArchiveEntry entry(String name, long sizeBytes) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(sizeBytes);
    entry.setModTime(0L);
    return entry;
  }
}
