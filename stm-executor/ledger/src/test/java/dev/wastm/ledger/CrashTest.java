package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.FaultyStore.Fault;
import dev.wastm.ledger.FaultyStore.Then;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionFailedException;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker that executes batches and stores checkpoints, on a store that fails, or dies with the worker, at the n-th operation, for every n:
 * nothing that was acknowledged is lost, and in the end the journal is what it would be had nothing failed, byte for byte, and every checkpoint is whole.
 */
@Tag("fault")
@Timeout(300)
class CrashTest {
  private static final List<String> BATCHES = List.of(
      Fixture.deploy("c") + Fixture.deploy("d") + Fixture.increment("c", 5),
      Fixture.increment("c", 1) + Fixture.increment("d", -1),
      Fixture.increment("d", 2),
      Fixture.increment("c", 3) + Fixture.deploy("e"));

  /** Far more operations than any run needs: a bound for tests that would otherwise not end. */
  private static final int OPERATIONS_MAX = 500;

  /** What a worker's client has been told: the header hashes of the batches that took effect. */
  private final List<Digest> acknowledged = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void aStoreThatFailsOnceCostsARetry(Fault fault) throws Exception {
    Map<String, Digest> expected = undisturbed();
    int operations = 0;
    do {
      operations++;
      acknowledged.clear();
      try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
        FaultyStore store = FaultyStore.failing(fixture.store, operations, fault, Then.RECOVERED);
        workUntilDone(store);
        assertEquals(expected, StoreContents.ofJournal(fixture.store), "failed at " + operations);
        StoreContents.requireWholeCheckpoints(fixture.store);
        if (store.operations() < operations) {
          break;
        }
      }
    } while (operations < OPERATIONS_MAX);
    assertTrue(operations > 15 && operations < OPERATIONS_MAX);
  }

  @ParameterizedTest
  @EnumSource
  void aWorkerThatDiesLosesNothing(Fault fault) throws Exception {
    Map<String, Digest> expected = undisturbed();
    int operations = 0;
    while (operations < OPERATIONS_MAX) {
      operations++;
      acknowledged.clear();
      try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
        FaultyStore store = FaultyStore.failing(fixture.store, operations, fault, Then.DEAD);
        workUntilDone(store);
        requireNothingLost(fixture);
        workUntilDone(fixture.store);
        assertEquals(expected, StoreContents.ofJournal(fixture.store), "died at " + operations);
        StoreContents.requireWholeCheckpoints(fixture.store);
        if (!store.isDead()) {
          break;
        }
      }
    }
    assertTrue(operations > 15 && operations < OPERATIONS_MAX);
  }

  private Map<String, Digest> undisturbed() throws Exception {
    try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
      workUntilDone(fixture.store);
      requireNothingLost(fixture);
      return StoreContents.ofJournal(fixture.store);
    }
  }

  /** Does all the work, or stops where the store is dead; what fails for a moment is done again. */
  private void workUntilDone(BlobStore store) throws Exception {
    try (BatchExecution execution =
        BatchExecution.open(ExecutionOptions.simplest(), new ModuleStore(store))) {
      Optional<Ledger> ledger = Optional.empty();
      boolean done = false;
      while (!done && !(store instanceof FaultyStore faulty && faulty.isDead())) {
        try {
          if (ledger.isEmpty()) {
            ledger = Optional.of(Fixture.open("l", store, execution));
          }
          work(ledger.get());
          done = true;
        } catch (BlobStoreException | ExecutionFailedException e) {
          assertTrue(
              String.valueOf(e.getMessage()).contains("the faulty store")
                  || String.valueOf(e.getMessage()).contains("the connection was lost"),
              e.toString());
        }
      }
    }
  }

  private void work(Ledger ledger) throws Exception {
    for (int i = acknowledged.size(); i < BATCHES.size(); i++) {
      Digest parent = i == 0 ? Fixture.genesis("l").hash() : acknowledged.get(i - 1);
      acknowledged.add(Fixture.commitAt(ledger, i + 1, parent, BATCHES.get(i)));
      if (i % 2 == 1) {
        ledger.checkpoint();
      }
    }
    ledger.checkpoint();
  }

  /** Another worker finds all that was acknowledged, and at most the one batch more that was under way. */
  private void requireNothingLost(Fixture fixture) throws Exception {
    Ledger found = fixture.ledger("l");
    long height = found.head().height();
    assertTrue(
        height == acknowledged.size() || height == acknowledged.size() + 1,
        () -> "acknowledged " + acknowledged.size() + ", found " + height);
    Journal journal = new Journal(fixture.store, "l");
    for (int i = 0; i < acknowledged.size(); i++) {
      assertEquals(acknowledged.get(i), journal.require(i + 1).header().hash());
    }
  }

  /** Another worker commits a batch of its own between any two operations of the first: one of the two has the height, never both. */
  @Test
  void twoWritersNeverMakeTwoHistories() throws Exception {
    int forks = 0;
    int operations = 0;
    boolean interrupted = true;
    while (interrupted && operations < OPERATIONS_MAX) {
      operations++;
      acknowledged.clear();
      try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
        List<Digest> others = new ArrayList<>();
        FaultyStore store = FaultyStore.interrupted(
            fixture.store, operations, () -> commitAsAnother(fixture, others));
        boolean forked = false;
        try {
          workUntilDone(store);
        } catch (ForkException e) {
          forked = true;
          forks++;
        }
        interrupted = store.operations() >= operations;
        assertEquals(
            interrupted && !forked ? BATCHES.size() : acknowledged.size(), acknowledged.size());
        requireOneHistory(fixture, others);
      }
    }
    assertTrue(forks > 10, "Some of the interruptions must make a fork, but " + forks + " did.");
  }

  private static void commitAsAnother(Fixture fixture, List<Digest> others) {
    try {
      Ledger other = fixture.ledger("l");
      others.add(
          Fixture.commit(other, Fixture.deploy("other")).outcome().header().hash());
      other.checkpoint();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void requireOneHistory(Fixture fixture, List<Digest> others) throws Exception {
    Journal journal = new Journal(fixture.store, "l");
    List<Digest> history = new ArrayList<>();
    for (long height = 1; height <= journal.newestHeight(); height++) {
      history.add(journal.require(height).header().hash());
    }
    assertTrue(history.containsAll(acknowledged) && history.containsAll(others));
    if (!history.isEmpty()) {
      Verification verification = new ReplayVerifier(
              "l", fixture.store, fixture.execution, Expectations.NONE)
          .verify(1, history.size(), height -> {});
      assertInstanceOf(Verification.Verified.class, verification);
    }
  }

  /** Two workers are given the very same batches, as after a lost lease: both answer the same. */
  @Test
  void twoWorkersOnTheSameBatchesAgree() throws Exception {
    Map<String, Digest> expected = undisturbed();
    int operations = 0;
    boolean interrupted = true;
    while (interrupted && operations < OPERATIONS_MAX) {
      operations++;
      acknowledged.clear();
      CrashTest other = new CrashTest();
      try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
        FaultyStore store =
            FaultyStore.interrupted(fixture.store, operations, () -> other.workAsAnother(fixture));
        workUntilDone(store);
        interrupted = store.operations() >= operations;
        assertEquals(expected, StoreContents.ofJournal(fixture.store));
        StoreContents.requireWholeCheckpoints(fixture.store);
        assertEquals(interrupted ? acknowledged : List.of(), other.acknowledged);
      }
    }
    assertTrue(operations > 15);
  }

  private void workAsAnother(Fixture fixture) {
    try {
      workUntilDone(fixture.store);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
