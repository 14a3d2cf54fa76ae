package dev.wastm.ledger.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.stm.Change;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What heights share, and that threads do not show. */
@Timeout(60)
@Tag("integration")
class StateSharingTest {
  private static final byte[] ABSENT = new byte[0];
  private static final int KEYS = 20_000;

  private static StateKey key(int i) {
    return StateKey.of("a", "key-" + i);
  }

  private static State filled() {
    TreeSet<StateKey> keys = new TreeSet<>();
    for (int i = 0; i < KEYS; i++) {
      keys.add(key(i));
    }
    return State.EMPTY.with(put(keys, 1));
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

  /** An old height is the same objects as before, whoever holds it; a new one adds the ways to what changed, and nothing else. */
  @Test
  void aHeightCostsWhatItChanged() {
    State old = filled();
    Set<Object> before = nodes(old);
    assertEquals(
        2 * KEYS - 1, before.stream().filter(node -> node instanceof Node).count());
    State now = old;
    for (int height = 0; height < 10; height++) {
      Set<Object> earlier = nodes(now);
      now = now.with(put(new TreeSet<>(List.of(key(height), key(height + 1_000))), 2 + height));
      Set<Object> added = nodes(now);
      added.removeAll(earlier);
      assertTrue(added.size() <= 2 * 40, "two changed keys made " + added.size() + " nodes");
    }
    assertEquals(before, nodes(old));
    assertArrayEquals(new byte[] {1}, old.readOr(key(5), ABSENT));
    assertArrayEquals(new byte[] {7}, now.readOr(key(5), ABSENT));
  }

  @Test
  void whatChangesNothingIsTheSameState() {
    State state = filled();
    State same = state.with(List.of(
        new StateChange(StateKey.of("a", "absent"), new Change.Delete<>()),
        new StateChange(StateKey.of("b", "absent"), new Change.Delete<>())));
    assertEquals(nodes(state), nodes(same));
    assertSame(state.readOr(key(3), ABSENT), same.readOr(key(3), ABSENT));
  }

  @Test
  void anyNumberOfThreadsMakesTheSameTrie() throws Exception {
    State expected = filled();
    for (int threads : new int[] {1, 2, 8}) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      try {
        State state = pool.submit(StateSharingTest::filled).get();
        assertEquals(expected.root(), state.root());
        assertEquals(KEYS, state.size());
      } finally {
        pool.shutdown();
      }
    }
  }

  /** So many that the first 32 bits of some of their paths are the same, which those of a part of them hardly are. */
  @Test
  void manyAtOnceMakeTheSameTrieAsFewAtATime() {
    TreeSet<StateKey> keys = new TreeSet<>();
    for (int i = 0; i < 15 * KEYS; i++) {
      keys.add(key(i));
    }
    assertTrue(
        keys.stream().map(key -> KeyPath.of(key.bytes()).hashCode()).distinct().count()
            < keys.size());
    List<StateChange> all = put(keys, 1);
    State state = State.EMPTY;
    for (int i = 0; i < all.size(); i += KEYS) {
      state = state.with(all.subList(i, i + KEYS));
    }
    assertEquals(state.root(), State.EMPTY.with(all).root());
  }
}
