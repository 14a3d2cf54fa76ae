package dev.wastm.ledger.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.execution.ExecutionOptions.Scheduler;
import dev.wastm.wasm.Engine;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same batches give the same bytes on every scheduler, engine and number of threads. */
@Tag("property")
class DeterminismTest {
  private static final List<ExecutionOptions> ALL = List.of(
      new ExecutionOptions(Scheduler.SEQUENTIAL, 1, Engine.COMPILED),
      new ExecutionOptions(Scheduler.PARALLEL, 1, Engine.COMPILED),
      new ExecutionOptions(Scheduler.PARALLEL, 2, Engine.COMPILED),
      new ExecutionOptions(Scheduler.PARALLEL, 8, Engine.COMPILED),
      new ExecutionOptions(Scheduler.PARALLEL, 1, Engine.INTERPRETER),
      new ExecutionOptions(Scheduler.PARALLEL, 2, Engine.INTERPRETER),
      new ExecutionOptions(Scheduler.PARALLEL, 8, Engine.INTERPRETER));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void randomBatchesGiveEqualReceiptsAndRoots(long seed) throws Exception {
    List<String> batches = RandomBatches.of(new Random(seed));
    List<ByteString> expected = history(ExecutionOptions.simplest(), batches);
    for (ExecutionOptions options : ALL) {
      assertEquals(expected, history(options, batches), () -> options + " differs, seed " + seed);
    }
  }

  /** Headers and receipts of all batches; the headers hold the roots. */
  private static List<ByteString> history(ExecutionOptions options, List<String> batches)
      throws Exception {
    List<ByteString> history = new ArrayList<>();
    Set<Status> seen = EnumSet.noneOf(Status.class);
    try (Fixture fixture = Fixture.open("memory:", options)) {
      Ledger ledger = fixture.ledger("random");
      for (String batch : batches) {
        Ledger.Committed committed = Fixture.commit(ledger, batch);
        history.add(committed.outcome().header().bytes());
        committed.outcome().sealedReceipts().forEach(receipt -> history.add(receipt.bytes()));
        committed.outcome().receipts().forEach(receipt -> seen.add(receipt.status()));
      }
    }
    assertTrue(
        seen.containsAll(
            Set.of(Status.SUCCESS, Status.REVERTED, Status.OUT_OF_FUEL, Status.INVALID)),
        () ->
            "The random batches must show every status that a counter can have, but show " + seen);
    return history;
  }
}
