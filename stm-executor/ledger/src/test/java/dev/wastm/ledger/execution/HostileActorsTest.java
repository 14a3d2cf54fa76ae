package dev.wastm.ledger.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import dev.wastm.ledger.state.State;
import dev.wastm.wasm.Engine;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Actors that use up whatever they can, on the worker that also executes honest ones: what the honest find is what they find alone, and
 * nothing of the attacks stays. {@code hostile.wat} says what each attack is.
 */
@Tag("attack")
@Timeout(120)
class HostileActorsTest {
  private static final int THREADS = 4;
  private static final int HEIGHTS = 4;
  private static final int ROUNDS = 6;
  private static final int WARM_ROUNDS = 2;
  private static final int COUNTERS = 5;
  private static final int INCREMENTS = 40;
  private static final long HEAP_BYTES_MAX = 8L * 1024 * 1024;

  /** Enough for the deepest nesting of calls that fill all of their memory. */
  private static final long FUEL = 40_000_000;

  private static final long LOOPING_FUEL = 500_000;

  private static final Map<String, Status> ATTACKS = new TreeMap<>(Map.of(
      "loop", Status.OUT_OF_FUEL,
      "descend", Status.TRAPPED,
      "grow", Status.SUCCESS,
      "nest", Status.SUCCESS,
      "emit", Status.TRAPPED,
      "write", Status.TRAPPED,
      "verbose", Status.SUCCESS,
      "output", Status.TRAPPED,
      "pointer", Status.TRAPPED,
      "unreachable", Status.TRAPPED));

  /** Executes batches as a worker does, one ledger's after another's, and stores nothing. */
  private static final class Worker implements AutoCloseable {
    private final BlobStore store = BlobStores.open("memory:");
    private final BatchExecution execution;

    Worker(Engine engine) throws Exception {
      ModuleStore modules = new ModuleStore(store);
      modules.publish(Fixture.counter(), ModuleRef.parseTag("counter@1"));
      modules.publish(HostileActor.WASM, ModuleRef.parseTag("hostile@1"));
      execution =
          BatchExecution.open(new ExecutionOptions(Scheduler.PARALLEL, THREADS, engine), modules);
    }

    ExecutedBatch execute(String ledger, State prior, long height, List<Transaction> transactions) {
      Digest genesis = Fixture.genesis(ledger).hash();
      Batch batch = Batch.of(
          ledger,
          genesis,
          height,
          height == 1 ? genesis : Sha256.of(new byte[] {(byte) height}),
          height * 1000,
          Sha256.of(new byte[0]),
          transactions.stream().map(Transaction::seal).toList());
      return execution.execute(prior, batch);
    }

    /** An honest ledger's history, with other transactions at the end of each batch. */
    List<History> honest(List<Transaction> beside) {
      List<History> history = new ArrayList<>();
      State state = State.EMPTY;
      for (int height = 1; height <= HEIGHTS; height++) {
        List<Transaction> all = new ArrayList<>(honestAt(height));
        int honest = all.size();
        all.addAll(beside);
        ExecutedBatch executed = execute("honest", state, height, all);
        requireAttacked(executed);
        for (Receipt receipt : executed.outcome().receipts().subList(0, honest)) {
          assertEquals(Status.SUCCESS, receipt.status(), Fixture.error(receipt));
        }
        state = executed.state();
        history.add(new History(
            executed.outcome().header().hash(),
            executed.outcome().sealedReceipts().subList(0, honest)));
      }
      return history;
    }

    void attack() {
      requireAttacked(execute("hostile", State.EMPTY, 1, attacks()));
    }

    @Override
    public void close() {
      execution.close();
      store.close();
    }
  }

  private record History(Digest header, List<Receipt.Sealed> receipts) {}

  private static List<Transaction> honestAt(int height) {
    List<Transaction> transactions = new ArrayList<>();
    if (height == 1) {
      for (int i = 0; i < COUNTERS; i++) {
        transactions.add(HostileActor.deploy("counter-" + i, Fixture.counter(), FUEL));
      }
    }
    for (int i = 0; i < INCREMENTS; i++) {
      String args = "{\"by\":" + (height + i) + "}";
      transactions.add(HostileActor.call("counter-" + i % COUNTERS, "increment", args, FUEL));
    }
    return transactions;
  }

  /** Every attack several times, so that several threads are under attack at once. The first deploys, or finds that it was done. */
  private static List<Transaction> attacks() {
    List<Transaction> attacks =
        new ArrayList<>(List.of(HostileActor.deploy("hostile", HostileActor.WASM, FUEL)));
    for (String each : ATTACKS.keySet()) {
      for (int i = 0; i < THREADS; i++) {
        attacks.add(
            HostileActor.call("hostile", each, "", each.equals("loop") ? LOOPING_FUEL : FUEL));
      }
    }
    return attacks;
  }

  /** The attacks, which a batch ends with, are what they are meant to be. */
  private static void requireAttacked(ExecutedBatch executed) {
    for (Receipt receipt : executed.outcome().receipts()) {
      Transaction attack =
          executed.outcome().batch().transactions().get(receipt.index()).transaction();
      if (ATTACKS.containsKey(attack.method())) {
        assertEquals(ATTACKS.get(attack.method()), receipt.status(), attack.method());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void attacksOnOtherLedgersChangeNothing(Engine engine) throws Exception {
    List<History> alone;
    try (Worker worker = new Worker(engine)) {
      alone = worker.honest(List.of());
    }
    try (Worker worker = new Worker(engine)) {
      FutureTask<Boolean> attacker = new FutureTask<>(() -> {
        for (int i = 0; i < ROUNDS; i++) {
          worker.attack();
        }
        return true;
      });
      Thread thread = new Thread(attacker, "attacker");
      thread.setDaemon(true);
      thread.start();
      do {
        assertEquals(alone, worker.honest(List.of()));
      } while (!attacker.isDone());
      assertTrue(attacker.get(1, TimeUnit.SECONDS));
      assertEquals(alone, worker.honest(List.of()));
    }
  }

  /** The roots are of all actors; the honest receipts have their outputs, and the digests of what they wrote. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void attacksInTheSameBatchChangeNothing(Engine engine) throws Exception {
    try (Worker worker = new Worker(engine)) {
      List<List<Receipt.Sealed>> alone =
          worker.honest(List.of()).stream().map(History::receipts).toList();
      assertEquals(
          alone, worker.honest(attacks()).stream().map(History::receipts).toList());
    }
  }

  /** Neither heap nor threads, once every instance is warm. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void nothingGrowsWithAttacks(Engine engine) throws Exception {
    int threadsBefore = threads();
    try (Worker worker = new Worker(engine)) {
      for (int i = 0; i < WARM_ROUNDS; i++) {
        worker.attack();
      }
      long heapBefore = heapBytesInUse();
      for (int i = 0; i < ROUNDS; i++) {
        worker.attack();
      }
      long grown = heapBytesInUse() - heapBefore;
      assertTrue(grown < HEAP_BYTES_MAX, "grown by " + grown + " bytes");
      int background = Runtime.getRuntime().availableProcessors();
      assertTrue(threads() <= THREADS + background, "there are " + threads() + " threads");
    }
    for (int i = 0; i < 300 && threads() > threadsBefore; i++) {
      Thread.sleep(100);
    }
    assertTrue(threads() <= threadsBefore, "there are " + threads() + " threads still");
  }

  /** Those that execution starts. */
  private static int threads() {
    return (int) Thread.getAllStackTraces().keySet().stream()
        .filter(thread ->
            thread.getName().startsWith("block-stm") || thread.getName().startsWith("wastm-"))
        .count();
  }

  private static long heapBytesInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
