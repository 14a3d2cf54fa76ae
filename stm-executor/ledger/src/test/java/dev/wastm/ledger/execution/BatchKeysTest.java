package dev.wastm.ledger.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.ExecutionOptions.Scheduler;
import dev.wastm.ledger.hash.Digest;
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

/** However many keys the transactions of a batch may touch each, together they touch no more than a worker can remember. */
@Tag("scale")
@Timeout(180)
class BatchKeysTest {
  private static final Protocol PROTOCOL = Protocol.epoch1();
  private static final byte[] WASM = HostileActor.wasm("keys.wasm");
  private static final long FUEL = 1_000_000_000;

  /** Keys are taken in packets, of which only whole ones fit. */
  private static final int PACKET_KEYS = 64;

  /** The actor's own record, and the batch's count. */
  private static final int KEYS_BESIDE = 2;

  private static final int SMALL_KEYS = PROTOCOL.batch().smallKeys();

  /** What a transaction may ask for that takes nothing of the batch: the actor's record is a key as well. */
  private static final int SMALL = SMALL_KEYS - 1;

  private static final int LARGEST = PROTOCOL.guest().calls().keys() - KEYS_BESIDE;

  /** As many as fit beside each other, and what one that comes after them may ask for. */
  private static final int PACKETS_OF_LARGEST = packets(LARGEST);

  private static final int PACKETS = (int) (PROTOCOL.batch().keys() / PACKET_KEYS);
  private static final int FITTING = PACKETS / PACKETS_OF_LARGEST;
  private static final int LAST =
      (PACKETS - FITTING * PACKETS_OF_LARGEST) * PACKET_KEYS + SMALL_KEYS - KEYS_BESIDE;

  private static int packets(int asked) {
    return (asked + KEYS_BESIDE - SMALL_KEYS + PACKET_KEYS - 1) / PACKET_KEYS;
  }

  private static Transaction call(String method, int keys) {
    return HostileActor.call("keys", method, Integer.toString(keys), FUEL);
  }

  /** Fills the batch but for what {@link #LAST} needs, with those that succeed, that fail, and whose callee fails. */
  private static List<Transaction> almostFull(Transaction... last) {
    List<Transaction> transactions = new ArrayList<>();
    for (int i = 0; i < FITTING; i++) {
      transactions.add(call(List.of("touch", "refuse", "consult").get(i % 3), LARGEST));
    }
    transactions.addAll(List.of(last));
    return transactions;
  }

  private static Batch batch(long height, Optional<Digest> parent, List<Transaction> all) {
    return Fixture.batch(
        "shop", height, parent, all.stream().map(Transaction::seal).toList());
  }

  /** In a ledger's second batch: in its first, each transaction also asks whether signatures are demanded. */
  private static ExecutedBatch execute(
      Scheduler scheduler, Engine engine, List<Transaction> transactions) throws Exception {
    try (BlobStore store = BlobStores.open("memory:")) {
      ModuleStore modules = new ModuleStore(store);
      modules.publish(WASM, ModuleRef.parseTag("keys@1"));
      try (BatchExecution execution =
          BatchExecution.open(new ExecutionOptions(scheduler, 4, engine), modules)) {
        Batch first = batch(1, Optional.empty(), List.of(HostileActor.deploy("keys", WASM, FUEL)));
        ExecutedBatch deployed = execution.execute(State.EMPTY, first);
        return execution.execute(
            deployed.state(),
            batch(2, Optional.of(deployed.outcome().header().hash()), transactions));
      }
    }
  }

  private static List<Receipt> lastOf(int count, List<Transaction> transactions) throws Exception {
    List<Receipt> receipts =
        execute(Scheduler.SEQUENTIAL, Engine.COMPILED, transactions).outcome().receipts();
    for (int i = 0; i < FITTING; i++) {
      Status expected = i % 3 == 1 ? Status.REVERTED : Status.SUCCESS;
      assertEquals(expected, receipts.get(i).status(), i + ": " + Fixture.error(receipts.get(i)));
    }
    return receipts.subList(receipts.size() - count, receipts.size());
  }

  private static void assertNoRoom(long keys, Receipt receipt) {
    assertEquals(Status.TRAPPED, receipt.status());
    assertEquals(FailureCode.BATCH_KEYS, receipt.failure().map(Failure::code).orElseThrow());
    assertEquals(
        Failure.of(FailureCode.BATCH_KEYS, keys).arguments(),
        receipt.failure().orElseThrow().arguments());
    assertEquals(FUEL, receipt.fuelUsed());
  }

  @Test
  void aTransactionMayTouchAsManyKeysAsItsLimitIs() throws Exception {
    List<Receipt> receipts = execute(
            Scheduler.SEQUENTIAL,
            Engine.COMPILED,
            List.of(call("touch", LARGEST), call("touch", LARGEST + 1)))
        .outcome()
        .receipts();
    assertEquals(Status.SUCCESS, receipts.get(0).status(), Fixture.error(receipts.get(0)));
    assertEquals(Status.TRAPPED, receipts.get(1).status());
    assertEquals(
        FailureCode.TOO_MANY_KEYS, receipts.get(1).failure().map(Failure::code).orElseThrow());
  }

  @Test
  void aBatchHasRoomForAsManyKeysAsItsLimitIs() throws Exception {
    List<Receipt> last = lastOf(
        4,
        almostFull(
            call("touch", LAST),
            call("touch", SMALL + 1),
            call("touch", SMALL),
            HostileActor.call("keys", "touch", "0", FUEL)));
    assertEquals(Status.SUCCESS, last.get(0).status());
    assertNoRoom(SMALL_KEYS + 1, last.get(1));
    assertEquals(Status.SUCCESS, last.get(2).status());
    assertEquals(Status.SUCCESS, last.get(3).status());
  }

  /** It fails at the first key beyond the room, and not at its end; what it took until then stays taken. */
  @Test
  void whoFindsNoRoomFailsAtOnceAndKeepsWhatItTook() throws Exception {
    List<Receipt> last = lastOf(
        3,
        almostFull(call("touch", LARGEST), call("consult", SMALL + 1), call("touch", SMALL + 1)));
    assertNoRoom(LAST + KEYS_BESIDE + 1, last.get(0));
    assertNoRoom(SMALL_KEYS + 2, last.get(1));
    assertNoRoom(SMALL_KEYS + 1, last.get(2));
  }

  /** Whether an actor is there is asked of the state too. */
  @Test
  void actorsThatAreNotThereAreKeys() throws Exception {
    List<Receipt> last =
        lastOf(3, almostFull(call("touch", LAST), call("many", SMALL), call("many", SMALL + 1)));
    assertEquals(Status.SUCCESS, last.get(1).status());
    assertNoRoom(SMALL_KEYS + 1, last.get(2));
  }

  @Test
  void threadsAndEnginesFindTheSame() throws Exception {
    List<Transaction> transactions = almostFull(
        call("touch", LAST + 1),
        call("touch", SMALL + 1),
        call("many", SMALL + 1),
        call("touch", SMALL));
    ExecutedBatch expected = execute(Scheduler.SEQUENTIAL, Engine.COMPILED, transactions);
    assertTrue(expected.outcome().changes().stream()
        .noneMatch(change -> change.key().actor().isEmpty()));
    Digest header = expected.outcome().header().hash();
    assertEquals(
        header,
        execute(Scheduler.SEQUENTIAL, Engine.INTERPRETER, transactions)
            .outcome()
            .header()
            .hash());
    for (Engine engine : Engine.values()) {
      assertEquals(
          header,
          execute(Scheduler.PARALLEL, engine, transactions).outcome().header().hash());
    }
  }
}
