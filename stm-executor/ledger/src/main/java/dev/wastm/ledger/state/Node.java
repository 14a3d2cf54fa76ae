package dev.wastm.ledger.state;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import java.util.Arrays;

/**
 * A node of the state's Merkle trie: a Patricia trie over {@link KeyPath}s. A branch names the first bit at which the paths below it differ;
 * a leaf holds a key and its value. The shape is a function of the key set alone. Immutable.
 *
 * <p>There is a leaf and a branch for each key, so that their bytes count: a branch keeps its digest in its own fields, and a leaf keeps none,
 * because it is asked for it only when the branch right above it is made anew. Nor does either keep a path: an update hashes its own keys,
 * and a key that it meets where another one is to be put.
 */
sealed interface Node {
  Digest digest();

  /** Whether the keys and values below this node are those below another one. */
  boolean sameAs(Node other);

  /** Shared with the {@link OrderedNode}s. The arrays must not be modified. */
  @SuppressWarnings("ArrayRecordComponent")
  record Leaf(byte[] key, byte[] value) implements Node {
    int lengthBytes() {
      return key.length + value.length;
    }

    State.Entry entry() {
      return new State.Entry(StateKey.ofWhole(key), value);
    }

    Digest path() {
      return KeyPath.of(key);
    }

    @Override
    public Digest digest() {
      return digest(key, value);
    }

    /** SHA-256(0x00 ‖ u32 key length ‖ key ‖ value). */
    static Digest digest(byte[] key, byte[] value) {
      return Sha256.start().u8(0).u32(key.length).bytes(key).bytes(value).finish();
    }

    @Override
    public boolean sameAs(Node other) {
      return this == other
          || (other instanceof Leaf leaf
              && Arrays.equals(key, leaf.key)
              && Arrays.equals(value, leaf.value));
    }
  }

  final class Branch implements Node {
    final int bit;
    final Node zero;
    final Node one;

    /** The digest's 32 bytes: as fields they take half of what an object and an array would. */
    private final long digest0;

    private final long digest1;
    private final long digest2;
    private final long digest3;

    Branch(int bit, Node zero, Node one) {
      this.bit = bit;
      this.zero = zero;
      this.one = one;
      Digest digest = digest(bit, zero.digest(), one.digest());
      this.digest0 = digest.word(0);
      this.digest1 = digest.word(1);
      this.digest2 = digest.word(2);
      this.digest3 = digest.word(3);
    }

    /** The side on which a path goes on. */
    Node towards(Digest path) {
      return KeyPath.at(path, bit) ? one : zero;
    }

    /** SHA-256(0x01 ‖ u32 bit ‖ digest of the zero side ‖ digest of the one side). */
    static Digest digest(int bit, Digest zero, Digest one) {
      return Sha256.start().u8(1).u32(bit).digest(zero).digest(one).finish();
    }

    @Override
    public Digest digest() {
      return Digest.ofWords(digest0, digest1, digest2, digest3);
    }

    @Override
    public boolean sameAs(Node other) {
      return this == other
          || (other instanceof Branch branch
              && digest0 == branch.digest0
              && digest1 == branch.digest1
              && digest2 == branch.digest2
              && digest3 == branch.digest3);
    }
  }
}
