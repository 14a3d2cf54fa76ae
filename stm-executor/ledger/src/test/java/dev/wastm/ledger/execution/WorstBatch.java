package dev.wastm.ledger.execution;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.golden.Script;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.BatchLimits;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.state.State;
import dev.wastm.wasm.Engine;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A batch that takes what the budgets allow, executed and written to a journal in memory, in a JVM of its own: as many transactions as there may be,
 * each of which reads keys of its own and leaves as much as is free; before them, some that leave all that a batch may.
 */
final class WorstBatch {
  private static final long FUEL = 100_000_000;
  private static final int SMALL_VALUE_BYTES = 940;
  private static final int LARGE_VALUE_BYTES = 65_000;
  private static final int LARGE_WRITES = 60;
  private static final int KEY_LENGTHS = 6;

  private WorstBatch() {}

  /** @param args scheduler, threads, engine, and how many transactions */
  public static void main(String[] args) throws Exception {
    ExecutionOptions options = new ExecutionOptions(
        ExecutionOptions.Scheduler.valueOf(args[0]),
        Integer.parseInt(args[1]),
        Engine.valueOf(args[2]));
    try (BlobStore store = BlobStores.open("memory:")) {
      ModuleStore modules = new ModuleStore(store);
      modules.publish(script(), ModuleRef.parseTag("script@1"));
      try (BatchExecution execution = BatchExecution.open(options, modules)) {
        ExecutedBatch executed = execution.execute(State.EMPTY, batch(Integer.parseInt(args[3])));
        new Journal(store, "l").append(executed);
        long failed = executed.outcome().receipts().stream()
            .map(Receipt::status)
            .filter(status -> status != Status.SUCCESS)
            .count();
        System.out.println(executed.outcome().receipts().size() + " transactions, of which "
            + failed + " found no room; " + executed.outcome().header().hash().hex());
      }
    }
  }

  private static byte[] script() throws Exception {
    try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream("script.wasm"))) {
      return in.readAllBytes();
    }
  }

  private static Batch batch(int transactions) throws Exception {
    BatchLimits limits = Protocol.epoch1().batch();
    List<Transaction.Sealed> sealed = new ArrayList<>(transactions);
    sealed.add(HostileActor.deploy("s", script(), FUEL).seal());
    long left = 0;
    while (left < limits.leftBytes()) {
      sealed.add(call(large()));
      left += (long) LARGE_WRITES * LARGE_VALUE_BYTES;
    }
    ByteString small = small();
    while (sealed.size() < transactions) {
      sealed.add(call(small));
    }
    return Fixture.batch("l", 1, Optional.empty(), sealed);
  }

  private static Transaction.Sealed call(ByteString args) {
    return new Transaction("s", "run", args, "alice", FUEL).seal();
  }

  /** The transaction's index lies at address 16 after the first step, so keys from there on are its own. */
  private static ByteString small() {
    Script script = new Script().step(Script.INDEX);
    for (int length = 3; length < 3 + KEY_LENGTHS; length++) {
      script.step(Script.READ, 16, length, Script.ROOM, 0);
    }
    return ByteString.copyFromUtf8(script
        .step(Script.INDEX)
        .step(Script.WRITE, 16, 8, 1_024, SMALL_VALUE_BYTES)
        .args());
  }

  private static ByteString large() {
    Script script = new Script().step(Script.INDEX);
    for (int i = 0; i < LARGE_WRITES; i++) {
      script.step(Script.STORE, 20, i).step(Script.WRITE, 16, 8, 1_024, LARGE_VALUE_BYTES);
    }
    return ByteString.copyFromUtf8(script.args());
  }
}
