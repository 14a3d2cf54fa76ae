package dev.wastm.ledger.state;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;

/**
 * A key's way through the Merkle trie: the 256 bits of its SHA-256, highest bit of the first byte first. Guests choose keys, but not these:
 * that two paths agree in one bit more costs who wants it twice the work. So the trie is as deep as the logarithm of the number of keys.
 */
final class KeyPath {
  static final int BITS = Digest.LENGTH_BYTES * Byte.SIZE;

  private KeyPath() {}

  static Digest of(byte[] key) {
    return Sha256.of(key);
  }

  /** @param bit from 0 to 255 */
  static boolean at(Digest path, int bit) {
    return (path.word(bit / Long.SIZE) << (bit % Long.SIZE)) < 0;
  }

  /** The first bit in which two paths differ; {@link #BITS} where they are the same. */
  static int firstDifference(Digest a, Digest b) {
    for (int i = 0; i < BITS / Long.SIZE; i++) {
      long difference = a.word(i) ^ b.word(i);
      if (difference != 0) {
        return i * Long.SIZE + Long.numberOfLeadingZeros(difference);
      }
    }
    return BITS;
  }
}
