package dev.wastm.ledger.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.ExecutionOptions.Scheduler;
import dev.wastm.ledger.golden.Script;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.state.State;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.abi.CallLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys that a batch has deleted lie in the way of its scans, which pay for them as for others. */
@Tag("integration")
class DeletedKeysTest {
  private static final Path SCRIPT =
      Path.of("src/test/resources/dev/wastm/ledger/golden/script.wasm");
  private static final long FUEL = 1_000_000_000;
  private static final long VISIT = Protocol.epoch1().guest().fuel().host().visit();
  private static final CallLimits LIMITS = Protocol.epoch1().guest().calls();

  private static Transaction run(Script script) {
    return HostileActor.call("s", "run", script.args(), FUEL);
  }

  private static String key(int number) {
    return String.format(Locale.ROOT, "k%04d", number);
  }

  private static Transaction write(int from, int to) {
    Script script = new Script();
    for (int i = from; i < to; i++) {
      script.write(key(i), "");
    }
    return run(script);
  }

  private static Script delete(Script script, int from, int to) {
    for (int i = from; i < to; i++) {
      script.with(Script.DELETE, key(i));
    }
    return script;
  }

  /** Finds nothing, however many deleted keys there are. */
  private static Script scan(Script script, int times) {
    for (int i = 0; i < times; i++) {
      script.with(Script.SCAN_OPEN, "k").step(Script.SCAN_NEXT, i, Script.ROOM, 100);
      script.step(Script.SCAN_CLOSE, i);
    }
    return script;
  }

  /** The receipts of batches, one after the other, the same on both schedulers and engines. */
  private static List<List<Receipt>> execute(List<List<Transaction>> batches) throws Exception {
    List<List<Receipt>> first = List.of();
    for (Scheduler scheduler : Scheduler.values()) {
      for (Engine engine : Engine.values()) {
        List<List<Receipt>> found = execute(new ExecutionOptions(scheduler, 4, engine), batches);
        assertEquals(first.isEmpty() ? found : first, found);
        first = found;
      }
    }
    return first;
  }

  private static List<List<Receipt>> execute(
      ExecutionOptions options, List<List<Transaction>> batches) throws Exception {
    byte[] wasm = Files.readAllBytes(SCRIPT);
    try (BlobStore store = BlobStores.open("memory:")) {
      ModuleStore modules = new ModuleStore(store);
      modules.publish(wasm, ModuleRef.parseTag("script@1"));
      try (BatchExecution execution = BatchExecution.open(options, modules)) {
        List<List<Receipt>> receipts = new ArrayList<>();
        State state = State.EMPTY;
        Optional<Digest> parent = Optional.empty();
        List<List<Transaction>> all = new ArrayList<>();
        all.add(List.of(HostileActor.deploy("s", wasm, FUEL)));
        all.addAll(batches);
        for (List<Transaction> each : all) {
          ExecutedBatch executed = execution.execute(
              state,
              Fixture.batch(
                  "shop",
                  receipts.size() + 1,
                  parent,
                  each.stream().map(Transaction::seal).toList()));
          receipts.add(executed.outcome().receipts());
          state = executed.state();
          parent = Optional.of(executed.outcome().header().hash());
        }
        return receipts;
      }
    }
  }

  private static long fuel(Receipt receipt) {
    assertEquals(Status.SUCCESS, receipt.status(), Fixture.error(receipt));
    return receipt.fuelUsed();
  }

  /** Whether they were there before the batch or not; in the next one they are gone. */
  @Test
  void aScanPaysForTheKeysThatItsBatchHasDeleted() throws Exception {
    Transaction scan = run(scan(new Script(), 1));
    Transaction delete = run(delete(new Script(), 0, 5));
    List<List<Receipt>> receipts = execute(List.of(
        List.of(scan, write(0, 3)), List.of(scan, write(3, 5), delete, scan), List.of(scan)));
    long nothing = fuel(receipts.get(1).get(0));
    assertNotEquals(nothing, fuel(receipts.get(2).get(0)));
    assertEquals(nothing + 5 * VISIT, fuel(receipts.get(2).get(3)));
    assertEquals(nothing, fuel(receipts.get(3).get(0)));
  }

  @Test
  void aScanPaysForTheKeysThatItsTransactionHasDeleted() throws Exception {
    Script once = scan(delete(new Script(), 0, 4), 1);
    Script twice = scan(delete(new Script(), 0, 4), 2);
    Script elsewhere = delete(new Script(), 0, 4);
    elsewhere.with(Script.SCAN_OPEN, "k").step(Script.SCAN_NEXT, 0, Script.ROOM, 100);
    elsewhere.step(Script.SCAN_CLOSE, 0);
    elsewhere.with(Script.SCAN_OPEN, "l").step(Script.SCAN_NEXT, 1, Script.ROOM, 100);
    elsewhere.step(Script.SCAN_CLOSE, 1);
    List<Receipt> receipts =
        execute(List.of(List.of(run(once), run(twice), run(elsewhere)))).get(1);
    fuel(receipts.get(0));
    assertEquals(4 * VISIT, fuel(receipts.get(1)) - fuel(receipts.get(2)));
  }

  /** As many scans as there may be, over as many keys as make it just enough, and over one more. */
  @Test
  void theyAreVisits() throws Exception {
    int keys = LIMITS.visits() / LIMITS.scans();
    Transaction scan = run(scan(new Script(), LIMITS.scans()));
    List<Transaction> batch = new ArrayList<>();
    for (int from = 0; from < keys; from += 64) {
      batch.add(run(delete(new Script(), from, from + 64)));
    }
    batch.add(scan);
    batch.add(run(delete(new Script(), keys, keys + 1)));
    batch.add(scan);
    List<Receipt> receipts = execute(List.of(batch)).get(1);
    fuel(receipts.get(keys / 64));
    Receipt beyond = receipts.get(keys / 64 + 2);
    assertEquals(Status.TRAPPED, beyond.status());
    assertEquals(
        FailureCode.TOO_MANY_VISITS, beyond.failure().map(Failure::code).orElseThrow());
  }
}
