package dev.wastm.ledger.submission;

import dev.wastm.ledger.json.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes bytes apart into lines, which end with a line feed; a carriage return is white space as JSON has it. Holds one line at a time, reads no
 * further than a byte past the text's limit, and keeps no more of a line than its limit. For one thread.
 */
final class TextLines {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final InputStream text;
  private final int lineBytesMax;
  private final int textBytesMax;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int chunkStart;
  private int chunkEnd;
  private int read;
  private int number;

  /** What was read of the line so far, where the line did not end in the chunk it began in. */
  private byte[] begun = new byte[0];

  private int begunLength;

  TextLines(InputStream text, int lineBytesMax, int textBytesMax) {
    this.text = text;
    this.lineBytesMax = lineBytesMax;
    this.textBytesMax = textBytesMax;
  }

  /** The number of the line that was returned or refused last, from 1. */
  int number() {
    return number;
  }

  /**
   * The next line, without its end; empty after the last.
   *
   * @return bytes that are valid until the next call
   * @throws MalformedException where the line, or the text, is too long
   */
  Optional<ByteBuffer> next() throws IOException, MalformedException {
    number++;
    begunLength = 0;
    while (true) {
      int end = lineFeed();
      if (end < chunkEnd) {
        ByteBuffer line = line(end);
        chunkStart = end + 1;
        return Optional.of(line);
      }
      keep(end);
      if (!fill()) {
        return begunLength == 0
            ? Optional.empty()
            : Optional.of(ByteBuffer.wrap(begun, 0, begunLength));
      }
    }
  }

  static MalformedException tooLong(int bytesMax) {
    return new MalformedException(
        "the line is longer than " + bytesMax + " bytes, the most that is allowed.");
  }

  static boolean isBlank(ByteBuffer line) {
    for (int i = line.position(); i < line.limit(); i++) {
      byte character = line.get(i);
      if (character != ' ' && character != '\t' && character != '\r') {
        return false;
      }
    }
    return true;
  }

  /** Where the line ends in the chunk; the chunk's end where it does not. */
  private int lineFeed() {
    int at = chunkStart;
    while (at < chunkEnd && chunk[at] != '\n') {
      at++;
    }
    return at;
  }

  private ByteBuffer line(int end) throws MalformedException {
    if (begunLength == 0) {
      return ByteBuffer.wrap(chunk, chunkStart, end - chunkStart);
    }
    keep(end);
    return ByteBuffer.wrap(begun, 0, begunLength);
  }

  private void keep(int end) throws MalformedException {
    int length = end - chunkStart;
    if (begunLength + length > lineBytesMax) {
      throw tooLong(lineBytesMax);
    }
    if (begunLength + length > begun.length) {
      begun = Arrays.copyOf(begun, Math.max(begunLength + length, 2 * begun.length));
    }
    System.arraycopy(chunk, chunkStart, begun, begunLength, length);
    begunLength += length;
  }

  /** Reads the next chunk, which ends where the text must; false at the end of the text. */
  private boolean fill() throws IOException, MalformedException {
    int room = textBytesMax - read;
    if (room == 0 && text.read() >= 0) {
      throw new MalformedException("the text is longer than " + textBytesMax
          + " bytes, the most that one batch may take; split it in several.");
    }
    chunkStart = 0;
    chunkEnd = room == 0 ? 0 : Math.max(0, text.read(chunk, 0, Math.min(CHUNK_BYTES, room)));
    read += chunkEnd;
    return chunkEnd > 0;
  }
}
