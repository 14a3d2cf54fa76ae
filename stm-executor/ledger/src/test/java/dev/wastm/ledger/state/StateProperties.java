package dev.wastm.ledger.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.stm.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** The state against a sorted map, and its root against a second, naive reading of the specification. */
@Tag("property")
class StateProperties {
  private static final byte[] ABSENT = new byte[0];

  @Property(tries = 300)
  void behavesLikeASortedMap(@ForAll("batches") List<Map<StateKey, Integer>> batches) {
    TreeMap<StateKey, byte[]> model = new TreeMap<>();
    State state = State.EMPTY;
    for (Map<StateKey, Integer> batch : batches) {
      List<StateChange> changes = changes(batch);
      state = state.with(changes);
      changes.forEach(change -> apply(model, change));
      assertMatches(model, state);
      for (StateChange change : changes) {
        assertScansLike(model, state, change.key());
      }
    }
  }

  private static void assertScansLike(TreeMap<StateKey, byte[]> model, State state, StateKey from) {
    List<StateKey> scanned = new ArrayList<>();
    state.from(from).forEachRemaining(entry -> {
      scanned.add(entry.getKey());
      assertArrayEquals(model.get(entry.getKey()), entry.getValue());
    });
    assertEquals(new ArrayList<>(model.tailMap(from, true).keySet()), scanned);
  }

  @Property(tries = 200)
  void rootDependsOnTheContentAlone(
      @ForAll("batches") List<Map<StateKey, Integer>> batches, @ForAll Random random) {
    State state = State.EMPTY;
    TreeMap<StateKey, byte[]> model = new TreeMap<>();
    for (Map<StateKey, Integer> batch : batches) {
      List<StateChange> changes = changes(batch);
      state = state.with(changes);
      changes.forEach(change -> apply(model, change));
    }
    List<StateKey> order = new ArrayList<>(model.keySet());
    Collections.shuffle(order, random);
    State oneByOne = State.EMPTY;
    for (StateKey key : order) {
      oneByOne = oneByOne.with(List.of(new StateChange(key, new Change.Put<>(model.get(key)))));
    }
    assertEquals(state.root(), oneByOne.root());
    assertEquals(state.root(), naiveRoot(new ArrayList<>(model.entrySet())));
  }

  /** Between any two states, of one history or of two. */
  @Property(tries = 300)
  void theDifferenceLeadsFromOneToTheOther(
      @ForAll("batches") List<Map<StateKey, Integer>> batches,
      @ForAll("batches") List<Map<StateKey, Integer>> others) {
    List<State> states = new ArrayList<>();
    states.addAll(history(batches));
    states.addAll(history(others));
    for (State before : states) {
      for (State after : states) {
        List<StateChange> changes = new ArrayList<>();
        before.forEachChange(after, changes::add);
        State reached = before.with(changes);
        assertEquals(after.root(), reached.root());
        assertEquals(after.size(), reached.size());
        assertEquals(before.root().equals(after.root()), changes.isEmpty());
        assertEquals(
            changes.stream().map(StateChange::key).sorted().distinct().toList(),
            changes.stream().map(StateChange::key).toList());
        assertEquals(changes.size(), before.countChanges(after));
      }
    }
  }

  private static List<State> history(List<Map<StateKey, Integer>> batches) {
    List<State> states = new ArrayList<>(List.of(State.EMPTY));
    for (Map<StateKey, Integer> batch : batches) {
      states.add(states.get(states.size() - 1).with(changes(batch)));
    }
    return states;
  }

  /** Every key that there is, and every key that there once was, beside each proof's being for that state alone. */
  @Property(tries = 200)
  void provesWhatIsThereAndWhatIsNot(@ForAll("batches") List<Map<StateKey, Integer>> batches)
      throws InvalidProofException {
    State state = State.EMPTY;
    TreeMap<StateKey, byte[]> model = new TreeMap<>();
    for (Map<StateKey, Integer> batch : batches) {
      State before = state;
      List<StateChange> changes = changes(batch);
      state = state.with(changes);
      changes.forEach(change -> apply(model, change));
      for (StateChange change : changes) {
        assertProven(model, state, change.key());
        assertEquals(
            before.root().equals(state.root()),
            before.prove(change.key()).root().equals(state.root()));
      }
    }
    for (StateKey key : model.keySet()) {
      assertProven(model, state, key);
    }
  }

  private static void assertProven(TreeMap<StateKey, byte[]> model, State state, StateKey key)
      throws InvalidProofException {
    StateProof proof = state.prove(key);
    assertEquals(key, proof.key());
    assertEquals(state.root(), proof.root());
    byte[] value = model.get(key);
    if (value == null) {
      assertInstanceOf(StateProof.Absent.class, proof);
    } else {
      assertArrayEquals(
          value, assertInstanceOf(StateProof.Present.class, proof).entry().value());
    }
  }

  private static void assertMatches(TreeMap<StateKey, byte[]> model, State state) {
    assertEquals(model.size(), state.size());
    List<StateKey> keys = new ArrayList<>();
    state.entries().forEach(entry -> keys.add(entry.key()));
    assertEquals(new ArrayList<>(model.keySet()), keys);
    model.forEach((key, value) -> assertArrayEquals(value, state.readOr(key, ABSENT)));
    assertSame(ABSENT, state.readOr(StateKey.of("nobody", "nothing"), ABSENT));
  }

  /** The specification, read literally: part entries at the first bit in which the SHA-256s of their keys differ. */
  private static Digest naiveRoot(List<Map.Entry<StateKey, byte[]>> entries) {
    if (entries.isEmpty()) {
      return Sha256.start().finish();
    }
    if (entries.size() == 1) {
      byte[] key = entries.get(0).getKey().bytes();
      return Sha256.start()
          .u8(0)
          .u32(key.length)
          .bytes(key)
          .bytes(entries.get(0).getValue())
          .finish();
    }
    int bit = 0;
    while (true) {
      int at = bit;
      Map<Boolean, List<Map.Entry<StateKey, byte[]>>> sides = entries.stream()
          .collect(Collectors.partitioningBy(entry -> bits(entry.getKey()).charAt(at) == '1'));
      List<Map.Entry<StateKey, byte[]>> zero = sides.getOrDefault(false, List.of());
      List<Map.Entry<StateKey, byte[]>> one = sides.getOrDefault(true, List.of());
      if (!zero.isEmpty() && !one.isEmpty()) {
        Digest left = naiveRoot(zero);
        Digest right = naiveRoot(one);
        return Sha256.start().u8(1).u32(bit).digest(left).digest(right).finish();
      }
      bit++;
    }
  }

  private static String bits(StateKey key) {
    StringBuilder bits = new StringBuilder();
    for (byte b : Sha256.of(key.bytes()).toByteArray()) {
      bits.append(Integer.toBinaryString(0x100 | (b & 0xff)).substring(1));
    }
    return bits.toString();
  }

  private static List<StateChange> changes(Map<StateKey, Integer> batch) {
    return new TreeMap<>(batch)
        .entrySet().stream()
            .map(write -> new StateChange(write.getKey(), change(write.getValue())))
            .toList();
  }

  private static Change<byte[]> change(int value) {
    return value % 3 == 0 ? new Change.Delete<>() : new Change.Put<>(new byte[] {(byte) value});
  }

  private static void apply(TreeMap<StateKey, byte[]> model, StateChange change) {
    if (change.change() instanceof Change.Put<byte[]> put) {
      model.put(change.key(), put.value());
    } else {
      model.remove(change.key());
    }
  }

  /** Few distinct bytes and lengths, so that keys come again, share prefixes and are prefixes of each other. */
  @Provide
  Arbitrary<List<Map<StateKey, Integer>>> batches() {
    Arbitrary<byte[]> bytes =
        Arbitraries.bytes().between((byte) -2, (byte) 2).array(byte[].class).ofMaxSize(4);
    Arbitrary<StateKey> keys = bytes.map(key -> StateKey.of(new byte[] {'a'}, key));
    return Arbitraries.maps(keys, Arbitraries.integers().between(0, 100))
        .ofMaxSize(30)
        .list()
        .ofMaxSize(6);
  }
}
