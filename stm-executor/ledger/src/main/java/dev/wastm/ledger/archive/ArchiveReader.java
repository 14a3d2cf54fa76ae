package dev.wastm.ledger.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an archive from its beginning to its end, and takes nothing but what WASTM writes: ordinary files of modification time 0, a
 * name over 100 bytes in a header of its own before them (POSIX, {@code path}), zeros at the end. So there are no links, no sparse files, no
 * sizes in other notations and no headers of any length to be understood, by us in one way and by others in another one. Of what an
 * archive claims, no more is believed than is there: memory grows with the files that are asked for alone. Confined to one thread.
 */
public final class ArchiveReader implements AutoCloseable {
  private static final int BLOCK_BYTES = 512;
  /** Tar files end in a record of zeros, which may have twenty blocks, and ours have two. */
  private static final int END_BYTES_MAX = 20 * BLOCK_BYTES;

  private static final int NAME_BYTES = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_DIGITS = 11;
  private static final int TYPE_AT = 156;
  private static final int RADIX_OCTAL = 8;
  private static final Pattern LONG_NAME =
      Pattern.compile("([1-9][0-9]{0,2}) path=([^\n\0]+)\n\0*");

  /**
   * How far back compressed bytes may reach, as a power of two: 8 MiB are kept for it outside of the heap. What WASTM writes reaches back 2 MiB;
   * the format allows much more.
   */
  private static final int WINDOW_LOG_MAX = 23;

  private final InputStream tar;
  private final long unpackedBytesMax;

  /** What is left of the file before, up to the next header. */
  private long leftBytes;

  private int paddingBytes;

  /**
   * An ordinary file in an archive.
   *
   * @param name of up to some hundred characters
   * @param sizeBytes 0 or more, as it is claimed
   */
  public record Entry(String name, long sizeBytes) {}

  /**
   * Begins to read an archive.
   *
   * @param compressed closed with this reader
   * @param unpackedBytesMax how much it may unpack to, all of it
   * @throws InvalidArchiveException where it is not compressed as archives are
   */
  public ArchiveReader(InputStream compressed, long unpackedBytesMax)
      throws InvalidArchiveException {
    this.unpackedBytesMax = unpackedBytesMax;
    try {
      this.tar = new LimitedInputStream(
          new ZstdInputStreamNoFinalizer(compressed).setLongMax(WINDOW_LOG_MAX), unpackedBytesMax);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Goes on to the next file, past what has not been read of the one before.
   *
   * @return empty at the end, which is the archive's
   */
  public Optional<Entry> next() throws InvalidArchiveException {
    try {
      tar.skipNBytes(leftBytes);
      requireZeros(tar.readNBytes(paddingBytes));
      byte[] header = block();
      if (header[0] == 0) {
        requireZeros(header);
        requireZeros(tar.readNBytes(END_BYTES_MAX));
        requireEnd();
        return Optional.empty();
      }
      Entry entry = header[TYPE_AT] == 'x' ? longNamed(header) : named(header);
      leftBytes = entry.sizeBytes();
      paddingBytes = (int) (-leftBytes & (BLOCK_BYTES - 1));
      return Optional.of(entry);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * The whole content of the file that {@link #next} came to.
   *
   * @param sizeBytesMax how much the caller takes
   */
  public byte[] content(Entry entry, long sizeBytesMax) throws InvalidArchiveException {
    if (entry.sizeBytes() > Math.min(sizeBytesMax, Integer.MAX_VALUE / 2)) {
      throw new InvalidArchiveException("its \"" + entry.name() + "\" has " + entry.sizeBytes()
          + " bytes, and such a file has at most " + sizeBytesMax);
    }
    try {
      byte[] content = tar.readNBytes((int) entry.sizeBytes());
      leftBytes -= content.length;
      if (leftBytes > 0) {
        throw cutOff();
      }
      return content;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public void close() throws InvalidArchiveException {
    try {
      tar.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Entry named(byte[] header) throws InvalidArchiveException {
    int end = 0;
    while (end < NAME_BYTES && header[end] != 0) {
      end++;
    }
    String name = new String(header, 0, end, StandardCharsets.US_ASCII);
    requireWritten(header, name, size(header));
    return new Entry(name, size(header));
  }

  /** A header that says the name of the file whose own header follows. */
  private Entry longNamed(byte[] first) throws IOException, InvalidArchiveException {
    byte[] content = block();
    Matcher record = LONG_NAME.matcher(new String(content, StandardCharsets.US_ASCII));
    if (!record.matches()
        || !record.group(1).equals(Integer.toString(record.end(2) + 1))
        || size(first) != record.end(2) + 1) {
      throw new InvalidArchiveException("it has a header that is no file's name");
    }
    String name = record.group(2);
    byte[] own = block();
    byte[] headers = Arrays.copyOf(first, 3 * BLOCK_BYTES);
    System.arraycopy(content, 0, headers, BLOCK_BYTES, BLOCK_BYTES);
    System.arraycopy(own, 0, headers, 2 * BLOCK_BYTES, BLOCK_BYTES);
    requireWritten(headers, name, size(own));
    return new Entry(name, size(own));
  }

  /** The headers are, byte for byte, those that a file of that name and size gets. */
  private static void requireWritten(byte[] headers, String name, long sizeBytes)
      throws InvalidArchiveException {
    if (name.isEmpty() || !Arrays.equals(headers, ArchiveWriter.headers(name, sizeBytes))) {
      throw new InvalidArchiveException(
          "its \"" + name + "\" is not an ordinary file, as archives of WASTM have them");
    }
  }

  private static long size(byte[] header) throws InvalidArchiveException {
    long size = 0;
    for (int i = SIZE_AT; i < SIZE_AT + SIZE_DIGITS; i++) {
      int digit = Character.digit(header[i], RADIX_OCTAL);
      if (digit < 0) {
        throw new InvalidArchiveException(
            "it has a file whose size is not written in octal digits");
      }
      size = size * RADIX_OCTAL + digit;
    }
    return size;
  }

  private byte[] block() throws IOException, InvalidArchiveException {
    byte[] block = tar.readNBytes(BLOCK_BYTES);
    if (block.length < BLOCK_BYTES) {
      throw cutOff();
    }
    return block;
  }

  private static void requireZeros(byte[] bytes) throws InvalidArchiveException {
    for (byte each : bytes) {
      if (each != 0) {
        throw new InvalidArchiveException("it has bytes beside its files");
      }
    }
  }

  private void requireEnd() throws IOException, InvalidArchiveException {
    if (tar.read() >= 0) {
      throw new InvalidArchiveException("it goes on after its end");
    }
  }

  private static InvalidArchiveException cutOff() {
    return new InvalidArchiveException("it ends in the middle of a file");
  }

  private InvalidArchiveException unreadable(IOException e) {
    if (e instanceof LimitedInputStream.ExceededException) {
      return InvalidArchiveException.tooLarge(unpackedBytesMax);
    }
    return e instanceof EOFException
        ? cutOff()
        : new InvalidArchiveException("it cannot be decompressed: " + e.getMessage());
  }
}
