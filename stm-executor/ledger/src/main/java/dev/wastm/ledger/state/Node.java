package dev.wastm.ledger.state;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A node of the state's Merkle trie: a Patricia trie over {@link KeyBits}. A branch names the first bit at which the keys below it differ;
 * a leaf holds a key and its value. The shape is a function of the key set alone.
 *
 * <p>Immutable but for the digest, which is computed when first asked for and then kept. Threads that race to compute it store equal
 * values, and a {@link Digest} is safe to publish through a data race, because its only field is final.
 */
sealed interface Node {
  /** Some key below this node: all keys below it agree with it up to the node's own bit. */
  StateKey anyKey();

  Digest digest();

  final class Leaf implements Node {
    final StateKey key;
    final byte[] value;
    private @Nullable Digest digest;

    Leaf(StateKey key, byte[] value) {
      this.key = key;
      this.value = value;
    }

    @Override
    public StateKey anyKey() {
      return key;
    }

    /** SHA-256(0x00 ‖ u32 key length ‖ key ‖ value). */
    static Digest digest(StateKey key, byte[] value) {
      byte[] keyBytes = key.bytes();
      return Sha256.start()
          .u8(0)
          .u32(keyBytes.length)
          .bytes(keyBytes)
          .bytes(value)
          .finish();
    }

    @Override
    public Digest digest() {
      Digest known = digest;
      if (known == null) {
        known = digest(key, value);
        digest = known;
      }
      return known;
    }
  }

  final class Branch implements Node {
    final int bit;
    final Node zero;
    final Node one;
    private final StateKey anyKey;
    private @Nullable Digest digest;

    Branch(int bit, Node zero, Node one) {
      this.bit = bit;
      this.zero = zero;
      this.one = one;
      this.anyKey = zero.anyKey();
    }

    @Override
    public StateKey anyKey() {
      return anyKey;
    }

    boolean isHashed() {
      return digest != null;
    }

    /** SHA-256(0x01 ‖ u32 bit ‖ digest of the zero side ‖ digest of the one side). */
    static Digest digest(int bit, Digest zero, Digest one) {
      return Sha256.start().u8(1).u32(bit).digest(zero).digest(one).finish();
    }

    @Override
    public Digest digest() {
      Digest known = digest;
      if (known == null) {
        known = digest(bit, zero.digest(), one.digest());
        digest = known;
      }
      return known;
    }
  }
}
