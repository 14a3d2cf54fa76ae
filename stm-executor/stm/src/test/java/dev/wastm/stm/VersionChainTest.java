package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The chain as a concurrent map from writer to version. To a reader that sees one writer, it is atomic, whoever else writes; one that
 * sees several may meet them at different moments, but misses nothing that was there before.
 */
@Tag("model")
public class VersionChainTest {
  private static final int WRITERS = 4;
  private static final int READER = 9;
  private static final int WRITES = 20_000;

  private final VersionChain<String, Integer> chain =
      new VersionChain<>("k", new CommittedOverlay<>((key, absent) -> absent));

  @Operation
  public void write2(@Param(gen = IntGen.class) int value) {
    chain.set(2, value);
  }

  @Operation
  public void remove2() {
    chain.set(2, Mark.REMOVED);
  }

  @Operation
  public void write5(@Param(gen = IntGen.class) int value) {
    chain.set(5, value);
  }

  @Operation
  public void write7(@Param(gen = IntGen.class) int value) {
    chain.set(7, value);
  }

  @Operation
  public String readBelow2() {
    return String.valueOf(chain.readBelow(2));
  }

  @Operation
  public String readBelow4() {
    return String.valueOf(chain.readBelow(4));
  }

  @Test
  void isLinearizableUnderModelChecking() {
    new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(500)
        .threads(2)
        .actorsPerThread(3)
        .check(VersionChainTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    new StressOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(3)
        .check(VersionChainTest.class);
  }

  /** Values are {@code writer + WRITERS * n}, for the n-th write of that writer. */
  @Test
  @Timeout(60)
  void missesNothingThatWasThereWhenTheReadBegan() throws Exception {
    VersionChain<String, Integer> versions = empty();
    AtomicIntegerArray done = new AtomicIntegerArray(WRITERS);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<?>> writing = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        writing.add(threads.submit(() -> {
          for (int n = 1; n <= WRITES; n++) {
            versions.set(writer, writer + WRITERS * n);
            done.set(writer, n);
          }
        }));
      }
      while (!writing.stream().allMatch(Future::isDone)) {
        assertMissesNothing(versions, done);
      }
      for (Future<?> each : writing) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(WRITERS - 1 + WRITERS * WRITES, versions.readBelow(READER));
  }

  private static void assertMissesNothing(
      VersionChain<String, Integer> versions, AtomicIntegerArray done) {
    int[] before = IntStream.range(0, WRITERS).map(done::get).toArray();
    Integer read = (Integer) versions.readBelow(READER);
    int seen = read == null ? -1 : read % WRITERS;
    if (read != null) {
      assertTrue(read / WRITERS >= before[seen], "an old version of writer " + seen);
    }
    for (int higher = seen + 1; higher < WRITERS; higher++) {
      assertEquals(0, before[higher], "the version of writer " + higher + " was passed over");
    }
  }

  private static <V> VersionChain<String, V> empty() {
    return new VersionChain<>("k", new CommittedOverlay<>((key, absent) -> absent));
  }

  @Test
  void readsTheHighestVersionBelowTheReaderAndLooksThroughRemovedOnes() {
    VersionChain<String, String> versions = empty();
    versions.set(3, "three");
    versions.set(7, "seven");
    versions.set(5, "five");
    assertEquals("five", versions.readBelow(7));
    assertEquals("seven", versions.readBelow(8));
    versions.set(5, Mark.REMOVED);
    assertEquals("three", versions.readBelow(7));
    versions.set(5, Mark.DELETED);
    assertEquals(Mark.DELETED, versions.readBelow(7));
    versions.set(5, Mark.ESTIMATE);
    assertEquals(5, assertInstanceOf(Version.class, versions.readBelow(7)).writer);
    assertNull(versions.readBelow(3));
  }

  @Test
  void addsUpWhatLiesAboveAValueOrTheSnapshot() {
    TestStore<String> store = new TestStore<>();
    store.put("k", 100L);
    VersionChain<String, Long> versions = new VersionChain<>("k", new CommittedOverlay<>(store));
    versions.set(1, new Delta(5));
    versions.set(2, new Delta(-7));
    assertEquals(98L, versions.readBelow(3));
    versions.set(2, 1L);
    versions.set(3, new Delta(2));
    assertEquals(3L, versions.readBelow(4));
    versions.set(2, Mark.DELETED);
    assertEquals(2L, versions.readBelow(4));
    versions.settle(3);
    versions.set(2, 50L);
    assertEquals(2L, versions.readBelow(4), "what is settled does not change any more");
  }

  @Test
  void knowsWhetherAHigherTransactionMayHaveReadWithoutAVersion() {
    VersionChain<String, Integer> versions = empty();
    versions.set(4, 1);
    assertFalse(versions.mayHaveReaderAbove(4));
    versions.noteReader(9);
    assertTrue(versions.mayHaveReaderAbove(4));
    VersionChain<String, Integer> readFirst = empty();
    readFirst.readBelow(9);
    readFirst.set(4, 1);
    assertTrue(readFirst.mayHaveReaderAbove(4));
  }

  /** Without an index, each of these would walk past all versions above it: ten thousand million steps. */
  @Test
  @Timeout(20)
  void aLongChainCostsNoMoreThanALookUp() {
    int writers = 100_000;
    TestStore<String> store = new TestStore<>();
    VersionChain<String, Long> versions = new VersionChain<>("k", new CommittedOverlay<>(store));
    for (int writer = 0; writer < writers; writer++) {
      versions.set(writer, (long) writer);
    }
    for (int writer = 0; writer < writers; writer++) {
      assertEquals(writer == 0 ? null : (Object) (writer - 1L), versions.readBelow(writer));
      versions.set(writer, Mark.ESTIMATE);
      versions.set(writer, (long) writer);
    }
    for (int writer = 1; writer < writers; writer++) {
      versions.set(writer, Mark.REMOVED);
      assertEquals(0L, versions.readBelow(writer + 1));
    }
    assertEquals(0L, versions.finalContent(writers));
  }

  @Test
  void addsUpOnlySoManyAdditions() {
    TestStore<String> store = new TestStore<>();
    VersionChain<String, Long> versions = new VersionChain<>("k", new CommittedOverlay<>(store));
    int deltas = VersionChain.DELTAS_MAX;
    for (int writer = 0; writer <= deltas; writer++) {
      versions.set(writer, new Delta(1));
    }
    assertEquals((long) deltas, versions.readBelow(deltas));
    assertEquals(Mark.UNRESOLVED, versions.readBelow(deltas + 1));
    versions.settle(0);
    assertEquals(deltas + 1L, versions.readBelow(deltas + 1));
  }

  /** A chain that is already long, so that its index is made while others write. */
  @Test
  @Timeout(60)
  void missesNothingWhileTheIndexIsMade() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int round = 0; round < 2_000; round++) {
        VersionChain<String, Integer> versions = empty();
        for (int writer = READER; writer < READER + 2 * VersionChain.STEPS_MAX; writer++) {
          versions.set(writer, -1);
        }
        AtomicIntegerArray done = new AtomicIntegerArray(WRITERS);
        List<Future<?>> writing = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          int writer = i;
          writing.add(threads.submit(() -> {
            for (int n = 1; n <= 20; n++) {
              versions.set(writer, writer + WRITERS * n);
              done.set(writer, n);
              versions.set(writer, writer + WRITERS * n);
            }
          }));
        }
        while (!writing.stream().allMatch(Future::isDone)) {
          assertMissesNothing(versions, done);
        }
        for (Future<?> each : writing) {
          each.get();
        }
        assertEquals(WRITERS - 1 + WRITERS * 20, versions.readBelow(READER));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
