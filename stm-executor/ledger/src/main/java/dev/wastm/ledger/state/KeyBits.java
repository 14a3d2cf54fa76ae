package dev.wastm.ledger.state;

import java.util.Arrays;

/**
 * A key read as bits, nine to a byte: a one that says "a byte follows", then the byte's eight bits, highest first; after the last byte, a
 * zero. So no key is a prefix of another, and the order of the bit strings is the byte order of the keys.
 */
final class KeyBits {
  private static final int BITS_PER_BYTE = 9;

  /** Returned by {@link #firstDifference} for equal keys; larger than any bit's number. */
  static final int NONE = Integer.MAX_VALUE;

  private KeyBits() {}

  /** The bit at a position; zero past the key's end. */
  static boolean at(byte[] key, int position) {
    int index = position / BITS_PER_BYTE;
    if (index >= key.length) {
      return false;
    }
    int bit = position % BITS_PER_BYTE;
    return bit == 0 || ((key[index] >> (8 - bit)) & 1) != 0;
  }

  static int firstDifference(byte[] a, byte[] b) {
    int index = Arrays.mismatch(a, b);
    if (index < 0) {
      return NONE;
    }
    if (index == a.length || index == b.length) {
      return index * BITS_PER_BYTE;
    }
    int difference = (a[index] ^ b[index]) & 0xff;
    return index * BITS_PER_BYTE + 1 + Integer.numberOfLeadingZeros(difference) - 24;
  }
}
