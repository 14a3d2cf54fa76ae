package dev.wastm.blobstore.testkit;

/**
 * Spoils one direction of an HTTP connection at a position counted from the end of its first header. Used by one thread.
 */
final class ByteSpoiler {
  private enum Way {
    NOT,
    CUT,
    FLIP
  }

  static final ByteSpoiler NONE = new ByteSpoiler(Way.NOT, 0);

  private static final byte[] END_OF_HEADER = {'\r', '\n', '\r', '\n'};

  private final Way way;
  private final int position;
  private int headerMatched;
  private int bodyBytes;

  private ByteSpoiler(Way way, int position) {
    this.way = way;
    this.position = position;
  }

  static ByteSpoiler cutAt(int position) {
    return new ByteSpoiler(Way.CUT, position);
  }

  static ByteSpoiler flipAt(int position) {
    return new ByteSpoiler(Way.FLIP, position);
  }

  /** Spoils the next {@code n} bytes in place; returns how many are left, fewer than {@code n} where it is cut. */
  int spoil(byte[] buffer, int n) {
    if (way == Way.NOT) {
      return n;
    }
    if (way == Way.CUT && position == 0) {
      return 0;
    }
    for (int i = 0; i < n; i++) {
      if (headerMatched < END_OF_HEADER.length) {
        headerMatched = buffer[i] == END_OF_HEADER[headerMatched]
            ? headerMatched + 1
            : buffer[i] == '\r' ? 1 : 0;
      } else if (++bodyBytes == position) {
        if (way == Way.CUT) {
          return i;
        }
        buffer[i] ^= 0x10;
      }
    }
    return n;
  }
}
