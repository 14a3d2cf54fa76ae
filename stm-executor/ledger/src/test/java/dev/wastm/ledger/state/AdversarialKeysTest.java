package dev.wastm.ledger.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.stm.Change;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Guests choose keys. Whichever they choose, the ways to them are as long, and changing them makes as few nodes, as for keys that nobody chose:
 * counted, not timed. Every branch that is made is hashed once, and no other.
 */
@Tag("attack")
@Timeout(120)
class AdversarialKeysTest {
  private static final int COUNT = 2_304;
  private static final byte[] ABSENT = new byte[0];

  /** Twice as deep as a perfect tree of so many keys: chance makes some ways longer. */
  private static final int DEPTH_MAX = 24;

  enum Keys {
    RANDOM,
    /** Each is a sibling of the victim, one bit further down than the one before. */
    STAIRCASE,
    /** Each is a prefix of the next one. */
    LENGTHS,
    SEQUENTIAL,
    LONG_PREFIX,
    /** "Aa" and "BB" have one hash code as arrays, and so has all that is made up of as many of them. */
    COLLIDING;

    private byte[] key(int i) {
      return switch (this) {
        case RANDOM -> {
          byte[] key = new byte[32];
          new Random(i).nextBytes(key);
          yield key;
        }
        case STAIRCASE -> {
          byte[] key = new byte[COUNT / Byte.SIZE];
          key[i / Byte.SIZE] = (byte) (0x80 >> (i % Byte.SIZE));
          yield key;
        }
        case LENGTHS -> new byte[i % 384];
        case SEQUENTIAL -> ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
        case LONG_PREFIX -> ByteBuffer.allocate(254).putInt(250, i).array();
        case COLLIDING -> {
          StringBuilder key = new StringBuilder();
          for (int bit = 0; bit < 12; bit++) {
            key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
          }
          yield key.toString().getBytes(StandardCharsets.US_ASCII);
        }
      };
    }

    TreeSet<StateKey> all() {
      TreeSet<StateKey> keys = new TreeSet<>();
      for (int i = 0; i < COUNT; i++) {
        keys.add(StateKey.of(new byte[] {'a'}, key(i)));
      }
      return keys;
    }
  }

  private static List<StateChange> put(Set<StateKey> sorted, int value) {
    return sorted.stream()
        .map(key -> new StateChange(key, new Change.Put<>(new byte[] {(byte) value})))
        .toList();
  }

  private static Set<Object> nodes(State state) {
    Set<Object> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    state.forEachNode(nodes::add);
    return nodes;
  }

  @ParameterizedTest
  @EnumSource
  void noKeyIsFarDown(Keys keys) throws Exception {
    TreeSet<StateKey> all = keys.all();
    State state = State.EMPTY.with(put(all, 1));
    for (StateKey key : all) {
      StateProof proof = state.prove(key);
      assertEquals(state.root(), proof.root());
      assertTrue(proof.path().size() <= DEPTH_MAX, key + " is " + proof.path().size() + " deep");
    }
  }

  /** A new value, a new key and a deletion, one at a time. */
  @ParameterizedTest
  @EnumSource
  void aChangeMakesFewNodes(Keys keys) {
    List<StateKey> all = new ArrayList<>(keys.all());
    State state = State.EMPTY.with(put(new TreeSet<>(all), 1));
    Set<Object> before = nodes(state);
    for (int i = 0; i < all.size(); i += 61) {
      StateKey key = all.get(i);
      StateKey other =
          StateKey.of(new byte[] {'a'}, Arrays.copyOf(key.key(), key.key().length + 9));
      for (StateChange change : List.of(
          new StateChange(key, new Change.Put<>(new byte[] {2})),
          new StateChange(other, new Change.Put<>(new byte[] {2})),
          new StateChange(key, new Change.Delete<>()))) {
        State changed = state.with(List.of(change));
        Set<Object> made = nodes(changed);
        made.removeAll(before);
        // The way through the trie and its leaf, and some of the ordered tree's three nodes, where
        // one may be split or joined.
        assertTrue(made.size() <= DEPTH_MAX + 1 + 6, change.key() + " made " + made.size());
        List<StateChange> difference = new ArrayList<>();
        state.forEachChange(changed, difference::add);
        assertEquals(
            List.of(change.key()), difference.stream().map(StateChange::key).toList());
      }
    }
    assertEquals(before, nodes(state));
  }

  /** One after the other, upwards, downwards and in disorder: the trie is the same, and the order too. */
  @ParameterizedTest
  @EnumSource
  void theOrderOfArrivalDoesNotShow(Keys keys) {
    TreeSet<StateKey> all = keys.all();
    State expected = State.EMPTY.with(put(all, 1));
    List<StateKey> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(1));
    for (List<StateKey> arrival :
        List.of(new ArrayList<>(all), new ArrayList<>(all.descendingSet()), shuffled)) {
      State state = State.EMPTY;
      for (StateKey key : arrival) {
        state = state.with(put(new TreeSet<>(Set.of(key)), 1));
      }
      assertEquals(expected.root(), state.root());
      List<StateKey> scanned = new ArrayList<>();
      state.entries().forEach(entry -> scanned.add(entry.key()));
      assertEquals(new ArrayList<>(all), scanned);
      for (StateKey key : all) {
        assertArrayEquals(new byte[] {1}, state.readOr(key, ABSENT));
      }
      assertEquals(0, expected.countChanges(state));
    }
  }

  /** Where every key collided, 2 304 keys would share one hash code: chance makes hardly one pair. */
  @Test
  void nobodyChoosesHashCodes() {
    TreeSet<StateKey> keys = Keys.COLLIDING.all();
    assertEquals(
        1, keys.stream().map(key -> Arrays.hashCode(key.bytes())).distinct().count());
    assertTrue(keys.stream().map(StateKey::hashCode).distinct().count() > COUNT - 20);
    Map<StateKey, Integer> table = new HashMap<>();
    Stream.concat(keys.stream(), Keys.COLLIDING.all().stream())
        .forEach(key -> table.merge(key, 1, Integer::sum));
    assertEquals(Set.of(2), Set.copyOf(table.values()));
  }
}
