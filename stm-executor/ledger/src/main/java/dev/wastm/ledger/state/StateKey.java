package dev.wastm.ledger.state;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.hash.SipHash;
import dev.wastm.ledger.text.Names;
import dev.wastm.ledger.text.Text;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A key of a ledger's state: the actor's id in UTF-8, a zero byte, and the actor's own key. Actor ids hold no zero byte, so that keys of
 * different actors never collide, and the byte order of state keys is the order by actor, then by key. Immutable.
 *
 * <p>Guests choose keys. Their hash codes are keyed with a secret of the process, so that nobody can choose keys that collide in its tables;
 * they differ from run to run, and nothing that is seen may depend on them.
 */
public final class StateKey implements Comparable<StateKey> {
  private static final byte SEPARATOR = 0;
  private static final SipHash HASH = SipHash.withSecretKey();

  private final byte[] bytes;

  /** Computed when it is first asked for, by whichever threads ask: all find the same. Zero until then; keys that are only passed on need none. */
  private int hash;

  private StateKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** @param actor the actor's id in UTF-8, without a zero byte */
  public static StateKey of(byte[] actor, byte[] key) {
    byte[] bytes = Arrays.copyOf(actor, actor.length + 1 + key.length);
    bytes[actor.length] = SEPARATOR;
    System.arraycopy(key, 0, bytes, actor.length + 1, key.length);
    return new StateKey(bytes);
  }

  public static StateKey of(String actor, String key) {
    return of(Text.utf8(actor), Text.utf8(key));
  }

  /** The key whose bytes are these, which were a key's before. */
  static StateKey ofWhole(byte[] bytes) {
    return new StateKey(bytes);
  }

  /** @throws IllegalArgumentException where the bytes hold no separator, or what stands before it is no text: no actor has such a key */
  public static StateKey ofStored(ByteString stored) {
    StateKey key = new StateKey(stored.toByteArray());
    String unused = key.actor();
    return key;
  }

  /** The key's bytes, which must not be modified. */
  public byte[] bytes() {
    return bytes;
  }

  /** Whether it is part of a ledger's state: a batch keeps sums of its own under keys of an actor without a name, of which there is none. */
  public boolean isOfActor() {
    return bytes[0] != SEPARATOR;
  }

  /** Whether this key is of the same actor as another, and begins with that one's own key. */
  public boolean startsWith(StateKey prefix) {
    int length = prefix.bytes.length;
    return length <= bytes.length && Arrays.equals(bytes, 0, length, prefix.bytes, 0, length);
  }

  /** @throws IllegalArgumentException where there is none */
  public String actor() {
    return Text.ofUtf8(Arrays.copyOf(bytes, separator()))
        .orElseThrow(() -> new IllegalArgumentException(
            "A state key begins with an actor's id in UTF-8; this one begins with other bytes."));
  }

  /** The actor's own key. */
  public byte[] key() {
    return Arrays.copyOfRange(bytes, separator() + 1, bytes.length);
  }

  private int separator() {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == SEPARATOR) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "A state key holds a zero byte between the actor and its key; this one has none.");
  }

  @Override
  public int compareTo(StateKey other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StateKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Long.hashCode(HASH.hash(bytes));
      hash = known;
    }
    return known;
  }

  /** For people: the actor's id, a slash, and the actor's own key, in hex where it is no text. What is not ASCII is escaped. */
  @Override
  public String toString() {
    byte[] key = key();
    return Names.shown(actor()) + "/"
        + Text.ofUtf8(key)
            .filter(text -> text.chars().noneMatch(Character::isISOControl))
            .map(Names::shown)
            .orElseGet(() -> "0x" + HexFormat.of().formatHex(key));
  }
}
