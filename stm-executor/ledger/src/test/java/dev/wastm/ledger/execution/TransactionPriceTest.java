package dev.wastm.ledger.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
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
import dev.wastm.ledger.execution.system.SenderNonce;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.TransactionRules;
import dev.wastm.ledger.state.State;
import dev.wastm.wasm.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a transaction's limit must hold before a guest runs: with one unit less it is out of fuel, and nothing was looked at for nothing. */
@Tag("integration")
class TransactionPriceTest {
  private static final TransactionRules RULES = Protocol.epoch1().transaction();
  private static final SigningKey ALICE = SigningKey.generate();
  private static final String NAME = ALICE.verification().name();

  private record Outcome(List<Receipt> receipts, State state) {}

  /** On both schedulers and engines. */
  private static Outcome execute(Transaction... transactions) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    for (Scheduler scheduler : Scheduler.values()) {
      for (Engine engine : Engine.values()) {
        outcomes.add(execute(new ExecutionOptions(scheduler, 2, engine), List.of(transactions)));
      }
    }
    Outcome first = outcomes.get(0);
    for (Outcome each : outcomes) {
      assertEquals(first.receipts(), each.receipts());
      assertEquals(first.state().root(), each.state().root());
    }
    return first;
  }

  private static Outcome execute(ExecutionOptions options, List<Transaction> transactions)
      throws Exception {
    try (BlobStore store = BlobStores.open("memory:")) {
      ModuleStore modules = new ModuleStore(store);
      modules.publish(Fixture.counter(), ModuleRef.parseTag("counter@1"));
      Batch batch = Fixture.batch(
          "shop",
          1,
          Optional.empty(),
          transactions.stream().map(Transaction::seal).toList());
      try (BatchExecution execution = BatchExecution.open(options, modules)) {
        ExecutedBatch executed = execution.execute(State.EMPTY, batch);
        return new Outcome(executed.outcome().receipts(), executed.state());
      }
    }
  }

  /** The least limit with which a transaction is looked at. It depends on the number of bytes, and that on the limit; both settle at once. */
  private static long least(LongFunction<Transaction> withFuel, long beside) {
    long least = RULES.fuel();
    for (int i = 0; i < 3; i++) {
      least = RULES.fuel()
          + beside
          + RULES.byteFuel() * withFuel.apply(least).seal().bytes().size()
          + RULES.trapFuel();
    }
    return least;
  }

  private static void assertOutcome(Status status, FailureCode code, long fuelUsed, Receipt found) {
    assertEquals(status, found.status());
    assertEquals(Optional.of(code), found.failure().map(Failure::code));
    assertEquals(fuelUsed, found.fuelUsed());
  }

  @Test
  void aTransactionPaysForItsBytes() throws Exception {
    LongFunction<Transaction> call = fuel -> HostileActor.call("nobody", "get", "{}", fuel);
    long least = least(call, 0);
    List<Receipt> receipts = execute(call.apply(least - 1), call.apply(least)).receipts();
    assertOutcome(Status.OUT_OF_FUEL, FailureCode.OUT_OF_FUEL, least - 1, receipts.get(0));
    assertOutcome(Status.INVALID, FailureCode.NO_SUCH_ACTOR, 0, receipts.get(1));
  }

  @Test
  void aSystemCallPaysForItsArguments() throws Exception {
    LongFunction<Transaction> deploy = fuel -> HostileActor.deploy("c", Fixture.counter(), fuel);
    long args = deploy.apply(1).args().size();
    long least = least(deploy, RULES.systemFuel() + RULES.systemByteFuel() * args);
    List<Receipt> receipts =
        execute(deploy.apply(least - 1), deploy.apply(least)).receipts();
    assertOutcome(Status.OUT_OF_FUEL, FailureCode.OUT_OF_FUEL, least - 1, receipts.get(0));
    assertEquals(Status.SUCCESS, receipts.get(1).status());
    assertEquals(least - RULES.trapFuel(), receipts.get(1).fuelUsed());
  }

  @Test
  void aSystemCallThatIsNoneIsInvalidAndCostsNothing() throws Exception {
    long fuel = RULES.fuelDefault();
    List<Receipt> receipts = execute(
            HostileActor.call("system", "destroy", "{}", fuel),
            HostileActor.call("system", "deploy", "{\"actor\":\"c\",\"module\":\"c@1\"}", fuel))
        .receipts();
    for (Receipt receipt : receipts) {
      assertOutcome(Status.INVALID, FailureCode.MALFORMED_SYSTEM_CALL, 0, receipt);
    }
  }

  private static Transaction signed(long fuel, long nonce, String signedFor) {
    Transaction plain =
        new Transaction("c", "increment", ByteString.copyFromUtf8("{\"by\":5}"), NAME, fuel);
    ByteString signature = ByteString.copyFrom(
        ALICE.sign(plain.signedBytes(Fixture.genesis(signedFor).hash(), nonce)));
    return plain.with(new Transaction.Authorization(nonce, signature));
  }

  /** Nobody has paid for looking at the signature, so it may be wrong, and the nonce is as good as before. */
  @Test
  void whoCannotPayForTheSignatureUsesNoNonce() throws Exception {
    LongFunction<Transaction> call = fuel -> signed(fuel, 1, "shop");
    long least = least(call, RULES.signatureFuel());
    Outcome outcome = execute(
        HostileActor.deploy("c", Fixture.counter(), RULES.fuelDefault()),
        call.apply(least - 1),
        signed(least - 1, 1, "elsewhere"),
        signed(least, 1, "elsewhere"),
        call.apply(least),
        signed(RULES.fuelDefault(), 2, "shop"));
    List<Receipt> receipts = outcome.receipts();
    assertOutcome(Status.OUT_OF_FUEL, FailureCode.OUT_OF_FUEL, least - 1, receipts.get(1));
    assertOutcome(Status.OUT_OF_FUEL, FailureCode.OUT_OF_FUEL, least - 1, receipts.get(2));
    assertOutcome(Status.INVALID, FailureCode.WRONG_SIGNATURE, 0, receipts.get(3));
    assertOutcome(Status.OUT_OF_FUEL, FailureCode.OUT_OF_FUEL, least, receipts.get(4));
    assertEquals(Status.SUCCESS, receipts.get(5).status());
    assertEquals(2, SenderNonce.used(outcome.state(), NAME));
  }

  @Test
  void noMoreThanTheLargestLimitIsTaken() throws Exception {
    LongFunction<Transaction> call = fuel -> HostileActor.call("nobody", "get", "", fuel);
    List<Receipt> receipts = execute(
            call.apply(0),
            call.apply(1),
            call.apply(RULES.fuelMax()),
            call.apply(RULES.fuelMax() + 1))
        .receipts();
    assertOutcome(Status.INVALID, FailureCode.FUEL_OUT_OF_RANGE, 0, receipts.get(0));
    assertOutcome(Status.OUT_OF_FUEL, FailureCode.OUT_OF_FUEL, 1, receipts.get(1));
    assertOutcome(Status.INVALID, FailureCode.NO_SUCH_ACTOR, 0, receipts.get(2));
    assertOutcome(Status.INVALID, FailureCode.FUEL_OUT_OF_RANGE, 0, receipts.get(3));
  }
}
