package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionFailedException;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.module.DamagedModuleException;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.wasm.Engine;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Modules that are missing or damaged: a batch ends at the first transaction that needs one, and a submission before it becomes a batch. */
@Tag("fault")
@Timeout(60)
class InfrastructureTest {
  private static final int TRANSACTIONS = 1_000;
  private static final int THREADS = 2;
  private static final long FETCH_MS = 30;
  private static final Digest COUNTER = Sha256.of(Fixture.counter());

  private final BlobStore store = BlobStores.open("memory:");

  @BeforeEach
  void publish() throws Exception {
    new ModuleStore(store).publish(Fixture.counter(), ModuleRef.parseTag("counter@1.0.0"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static BatchExecution open(ExecutionOptions.Scheduler scheduler, BlobStore store) {
    return BatchExecution.open(
        new ExecutionOptions(scheduler, THREADS, Engine.INTERPRETER), new ModuleStore(store));
  }

  private void deploy() throws Exception {
    try (BatchExecution execution = open(ExecutionOptions.Scheduler.SEQUENTIAL, store)) {
      Ledger.Committed unused =
          Fixture.commit(Fixture.open("shop", store, execution), Fixture.deploy("c"));
    }
  }

  @ParameterizedTest
  @EnumSource(ExecutionOptions.Scheduler.class)
  void theFirstTransactionThatFailsForTheStoreEndsTheBatch(ExecutionOptions.Scheduler scheduler)
      throws Exception {
    deploy();
    store.delete(ModuleStore.key(COUNTER));
    SlowModules slow = new SlowModules(store);
    try (BatchExecution execution = open(scheduler, slow)) {
      Ledger ledger = Fixture.open("shop", store, execution);
      String lines = Fixture.increment("c", 1).repeat(TRANSACTIONS);
      ExecutionFailedException failure =
          assertThrows(ExecutionFailedException.class, () -> Fixture.commit(ledger, lines));
      assertEquals(
          "Batch 2 of ledger \"shop\" could not be executed: transaction 0 failed for a reason that is not its own: "
              + "There is no object modules/sha256/" + COUNTER.hex() + ".wasm in memory:.",
          failure.getMessage());
      // One before the batch, one for the transaction, and one that each other thread had begun
      // meanwhile.
      assertTrue(slow.fetches.get() <= 1 + 2 * THREADS, slow.fetches + " fetches");
      assertEquals(1, ledger.head().height());
      assertTheNextBatchTakesEffect(ledger);
    }
  }

  private void assertTheNextBatchTakesEffect(Ledger ledger) throws Exception {
    store.put(ModuleStore.key(COUNTER), Fixture.counter(), PutMode.OVERWRITE);
    assertEquals(
        2,
        Fixture.commit(ledger, Fixture.increment("c", 1))
            .outcome()
            .header()
            .header()
            .height());
  }

  @Test
  void aModuleThatIsNoGuestIsRefusedByLine() throws Exception {
    byte[] none = "no module".getBytes(StandardCharsets.UTF_8);
    store.put(ModuleStore.key(Sha256.of(none)), none, PutMode.IF_ABSENT);
    String line = Fixture.deploy("d").replace("counter@1.0.0", Sha256.of(none).hex());
    String refusal = refusal(Fixture.deploy("c") + line);
    assertTrue(
        refusal.startsWith("test:2: the module \"" + Sha256.of(none).hex()
            + "\" cannot be executed: The stored module " + Sha256.of(none).hex()
            + " is not a valid guest: This is not a valid actor module: "),
        refusal);
  }

  @Test
  void aModuleThatHasNotItsDigestIsRefusedByLine() throws Exception {
    store.put(ModuleStore.key(COUNTER), new byte[] {0, 'a', 's', 'm'}, PutMode.OVERWRITE);
    assertEquals(
        "test:1: the module \"counter@1.0.0\" cannot be executed: The module modules/sha256/"
            + COUNTER.hex()
            + ".wasm does not have the digest that its name says; restore it from a copy, or delete it and publish it again.",
        refusal(Fixture.deploy("c")));
  }

  @Test
  void aDamagedTagIsRefusedByLine() throws Exception {
    store.put(BlobKey.of("modules/names/counter/1.0.0.json"), new byte[] {'{'}, PutMode.OVERWRITE);
    String refusal = refusal(Fixture.deploy("c"));
    assertTrue(
        refusal.startsWith("test:1: The tag modules/names/counter/1.0.0.json is damaged: "),
        refusal);
  }

  private String refusal(String lines) throws Exception {
    try (BatchExecution execution = open(ExecutionOptions.Scheduler.PARALLEL, store)) {
      Ledger ledger = Fixture.open("shop", store, execution);
      return String.valueOf(
          assertThrows(InvalidTransactionsException.class, () -> Fixture.seal(ledger, lines))
              .getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(ExecutionOptions.Scheduler.class)
  void aModuleThatWasDamagedAfterItWasDeployedIsNoPassingFailure(
      ExecutionOptions.Scheduler scheduler) throws Exception {
    deploy();
    store.put(ModuleStore.key(COUNTER), new byte[0], PutMode.OVERWRITE);
    try (BatchExecution execution = open(scheduler, store)) {
      Ledger ledger = Fixture.open("shop", store, execution);
      ExecutionFailedException failure = assertThrows(
          ExecutionFailedException.class, () -> Fixture.commit(ledger, Fixture.increment("c", 1)));
      assertInstanceOf(DamagedModuleException.class, failure.getCause());
      assertTheNextBatchTakesEffect(ledger);
    }
  }

  /** Where fetching a module takes its time, and is counted. */
  private static final class SlowModules extends FaultyStore {
    private final AtomicInteger fetches = new AtomicInteger();

    SlowModules(BlobStore real) {
      super(real);
    }

    @Override
    public InputStream open(BlobKey key) {
      int unused = fetches.incrementAndGet();
      try {
        Thread.sleep(FETCH_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return super.open(key);
    }
  }
}
