package dev.wastm.ledger.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.ExecutionOptions.Scheduler;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.state.State;
import dev.wastm.wasm.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However much the transactions of a batch may write each, together they leave no more than a worker can hold. */
@Tag("scale")
@Timeout(120)
class BatchRoomTest {
  private static final int LARGE = 40;
  private static final long FUEL = 100_000_000;

  /** 68 writes of 61 440 bytes, under the actor's id, a zero byte and 8 bytes. */
  private static final long LARGE_BYTES = 68 * (61_440L + "hostile".length() + 1 + 8);

  private static final long FITTING = Protocol.epoch1().batch().leftBytes() / LARGE_BYTES;

  private static Batch batch(long height, List<Transaction> transactions) {
    Optional<Digest> parent =
        height == 1 ? Optional.empty() : Optional.of(Sha256.of(new byte[] {(byte) height}));
    return Fixture.batch(
        "shop", height, parent, transactions.stream().map(Transaction::seal).toList());
  }

  /** Deploys, large transactions, and small ones behind them. */
  private static List<Transaction> beyondTheRoom() throws Exception {
    List<Transaction> transactions = new ArrayList<>();
    transactions.add(HostileActor.deploy("hostile", HostileActor.WASM, FUEL));
    transactions.add(HostileActor.deploy("counter", Fixture.counter(), FUEL));
    for (int i = 0; i < LARGE; i++) {
      transactions.add(HostileActor.call("hostile", "store", "", FUEL));
    }
    for (int i = 0; i < 10; i++) {
      transactions.add(HostileActor.call("counter", "increment", "{\"by\":5}", FUEL));
    }
    return transactions;
  }

  private static List<ExecutedBatch> execute(Scheduler scheduler, int threads, Engine engine)
      throws Exception {
    try (BlobStore store = BlobStores.open("memory:")) {
      ModuleStore modules = new ModuleStore(store);
      modules.publish(Fixture.counter(), ModuleRef.parseTag("counter@1"));
      modules.publish(HostileActor.WASM, ModuleRef.parseTag("hostile@1"));
      try (BatchExecution execution =
          BatchExecution.open(new ExecutionOptions(scheduler, threads, engine), modules)) {
        ExecutedBatch full = execution.execute(State.EMPTY, batch(1, beyondTheRoom()));
        ExecutedBatch next = execution.execute(
            full.state(), batch(2, List.of(HostileActor.call("hostile", "store", "", FUEL))));
        return List.of(full, next);
      }
    }
  }

  @Test
  void whatDoesNotFitFailsAndHarmsNobody() throws Exception {
    List<ExecutedBatch> executed = execute(Scheduler.SEQUENTIAL, 1, Engine.COMPILED);
    List<Receipt> receipts = executed.get(0).outcome().receipts();
    for (int i = 0; i < receipts.size(); i++) {
      boolean fits = i < 2 + FITTING || i >= 2 + LARGE;
      assertEquals(fits ? Status.SUCCESS : Status.TRAPPED, receipts.get(i).status(), "of " + i);
    }
    Receipt refused = receipts.get(2 + LARGE - 1);
    assertEquals(
        "The batch has no room left for the 4179008 bytes that this transaction writes, emits and returns;"
            + " all of its larger transactions may leave 67108864 together.",
        Fixture.error(refused));
    assertEquals(FUEL, refused.fuelUsed());
    assertEquals(Status.SUCCESS, executed.get(1).outcome().receipts().get(0).status());
  }

  @Test
  void theRoomIsNoPartOfTheState() throws Exception {
    ExecutedBatch full = execute(Scheduler.SEQUENTIAL, 1, Engine.COMPILED).get(0);
    assertTrue(full.outcome().changes().size() > FITTING * 68);
    assertTrue(full.outcome().changes().stream()
        .noneMatch(change -> change.key().actor().isEmpty()));
  }

  @Test
  void threadsAndEnginesFindTheSame() throws Exception {
    List<ExecutedBatch> expected = execute(Scheduler.SEQUENTIAL, 1, Engine.COMPILED);
    for (Engine engine : Engine.values()) {
      List<ExecutedBatch> found = execute(Scheduler.PARALLEL, 4, engine);
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(expected.get(i).outcome().header(), found.get(i).outcome().header());
      }
    }
  }

  @Test
  void aLogIsKeptAsFarAsThereIsRoom() {
    LogRoom room = new LogRoom();
    LogLine line = new LogLine(1, "x".repeat(4_096));
    int kept = 0;
    while (room.take(line)) {
      kept++;
    }
    assertEquals((64 << 20) / (2 * 4_096 + 64), kept);
    assertFalse(room.take(new LogLine(1, "")));
  }
}
