package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.protocol.TransactionRules;
import dev.wastm.ledger.protocol.UnknownEpochException;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import dev.wastm.ledger.submission.TransactionsFile;
import dev.wastm.wasm.abi.GuestRules;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ledger moves to a later epoch at the height that a transaction names, and each batch is executed by the rules of its own. */
class EpochMoveTest {
  private static final Protocol FIRST = Protocol.epoch1();
  private static final long DEARER = 1_000;

  /** As the first, but that a transaction costs more. */
  private static final Protocol SECOND = dearer(2);

  private static final Protocols BOTH = Protocols.of(List.of(FIRST, SECOND, dearer(3)));
  private static final SigningKey FOUNDER = SigningKey.generate();
  private static final SigningKey OTHER = SigningKey.generate();

  private BlobStore store;
  private BatchExecution execution;
  private Ledger ledger;

  private static Protocol dearer(int epoch) {
    GuestRules guest = FIRST.guest();
    TransactionRules rules = FIRST.transaction();
    return new Protocol(
        new GuestRules(epoch, guest.fuel(), guest.modules(), guest.calls()),
        new TransactionRules(
            rules.nameBytes(),
            rules.methodBytes(),
            rules.moduleBytes(),
            rules.argsBytes(),
            rules.argsDepth(),
            rules.argsNumberChars(),
            rules.fuelMax(),
            rules.fuelDefault(),
            rules.fuel() + DEARER,
            rules.byteFuel(),
            rules.signatureFuel(),
            rules.systemFuel(),
            rules.systemByteFuel(),
            rules.trapFuel()),
        FIRST.batch());
  }

  @BeforeEach
  void open() throws Exception {
    store = BlobStores.open("memory:");
    new ModuleStore(store).publish(Fixture.counter(), ModuleRef.parseTag("counter@1.0.0"));
    execution = open(ExecutionOptions.fastest());
    ledger = Fixture.open("l", store, execution);
  }

  private BatchExecution open(ExecutionOptions options) {
    return BatchExecution.open(options, new ModuleStore(store), BOTH);
  }

  @AfterEach
  void close() {
    execution.close();
    store.close();
  }

  private static String move(String args) {
    return "{\"actor\":\"system\",\"method\":\"moveToEpoch\",\"args\":" + args
        + ",\"sender\":\"carol\"}\n";
  }

  private List<Receipt> commit(String lines) throws Exception {
    return Fixture.commit(ledger, lines).outcome().receipts();
  }

  private static void assertRefused(String why, Receipt receipt) {
    assertEquals(Status.REVERTED, receipt.status());
    assertEquals(why, Fixture.error(receipt));
  }

  private long fuelOfAnIncrement() throws Exception {
    Receipt receipt = commit(Fixture.increment("c", 1)).get(0);
    assertEquals(Status.SUCCESS, receipt.status());
    return receipt.fuelUsed();
  }

  private int epochOfTheHead() throws Exception {
    return new dev.wastm.ledger.journal.Journal(store, "l")
        .read(ledger.head().height())
        .orElseThrow()
        .header()
        .header()
        .epoch();
  }

  @Test
  void theRulesChangeAtTheNamedHeightAndNotBefore() throws Exception {
    commit(Fixture.deploy("c") + Fixture.increment("c", 1));
    long before = fuelOfAnIncrement();
    assertEquals(
        Status.SUCCESS, commit(move("{\"epoch\":2,\"height\":5}")).get(0).status());
    assertEquals(before, fuelOfAnIncrement());
    assertEquals(1, epochOfTheHead());
    assertEquals(before + DEARER, fuelOfAnIncrement());
    assertEquals(2, epochOfTheHead());
    assertInstanceOf(
        Verification.Verified.class,
        new ReplayVerifier("l", store, execution.counterpart(), Expectations.NONE)
            .verify(1, 5, height -> {}));
  }

  @Test
  void withoutAHeightItIsTheNextOne() throws Exception {
    commit(Fixture.deploy("c") + Fixture.increment("c", 1));
    long before = fuelOfAnIncrement();
    commit(move("{\"epoch\":3}") + Fixture.increment("c", 1));
    assertEquals(1, epochOfTheHead());
    assertEquals(before + DEARER, fuelOfAnIncrement());
    assertEquals(3, epochOfTheHead());
  }

  @Test
  void whatIsNoMoveIsRefused() throws Exception {
    List<Receipt> receipts = commit(move("{\"epoch\":1}")
        + move("{\"epoch\":2,\"height\":1}")
        + move("{\"epoch\":2,\"height\":3}")
        + move("{\"epoch\":3,\"height\":4}"));
    assertRefused("The ledger is in protocol epoch 1, and 1 is not a later one.", receipts.get(0));
    assertRefused(
        "A ledger moves to another protocol epoch at a later height than 1, and not at 1.",
        receipts.get(1));
    assertEquals(Status.SUCCESS, receipts.get(2).status());
    String pending = "The ledger moves to another protocol epoch at height 3 already.";
    assertRefused(pending, receipts.get(3));
    assertRefused(pending, commit(move("{\"epoch\":3}")).get(0));
    assertRefused(
        "The ledger is in protocol epoch 2, and 2 is not a later one.",
        commit(move("{\"epoch\":2}")).get(0));
    assertEquals(Status.SUCCESS, commit(move("{\"epoch\":3}")).get(0).status());
  }

  @Test
  void anEpochThatNobodyKnowsIsRefusedWhenTheBatchIsSealed() {
    assertEquals(
        "test:1: this version of WASTM does not know the protocol epoch 4; it knows epochs up to 3.",
        assertThrows(InvalidTransactionsException.class, () -> commit(move("{\"epoch\":4}")))
            .getMessage());
  }

  private static String signed(String line, SigningKey key, long nonce) throws Exception {
    Transaction named = TransactionsFile.parseOne(line, FIRST);
    Transaction plain = new Transaction(
        named.actor(), named.method(), named.args(), key.verification().name(), named.fuelLimit());
    ByteString signature =
        ByteString.copyFrom(key.sign(plain.signedBytes(Fixture.genesis("l").hash(), nonce)));
    return TransactionsFile.line(plain.with(new Transaction.Authorization(nonce, signature)))
        + "\n";
  }

  @Test
  void whereSignaturesAreDemandedTheFounderAloneMovesIt() throws Exception {
    String demand = "{\"actor\":\"system\",\"method\":\"requireSignatures\"}";
    commit(signed(demand, FOUNDER, 1));
    List<Receipt> receipts =
        commit(signed(move("{\"epoch\":2}"), OTHER, 1) + signed(move("{\"epoch\":2}"), FOUNDER, 2));
    assertRefused(
        "Only \"" + FOUNDER.verification().name()
            + "\", who made this ledger demand signatures, may move it to another protocol epoch.",
        receipts.get(0));
    assertEquals(Status.SUCCESS, receipts.get(1).status());
  }

  @Test
  void anOlderWorkerLeavesALaterLedgerAlone() throws Exception {
    commit(Fixture.deploy("c") + move("{\"epoch\":2,\"height\":3}"));
    try (BatchExecution older =
        BatchExecution.open(ExecutionOptions.fastest(), new ModuleStore(store))) {
      Ledger opened = Ledger.open("l", store, older);
      Fixture.commit(opened, Fixture.increment("c", 1));
      String message = assertThrows(
              UnknownEpochException.class, () -> Ledger.open("l", store, older))
          .getMessage();
      assertEquals(
          "The ledger \"l\" is in protocol epoch 2, and this version of WASTM knows epochs up to 1:"
              + " nothing was executed. Use a newer version of WASTM for this ledger.",
          message);
      assertThrows(
          UnknownEpochException.class, () -> Fixture.commit(opened, Fixture.increment("c", 1)));
    }
    ledger.catchUp();
    assertTrue(fuelOfAnIncrement() > 0);
    assertEquals(2, epochOfTheHead());
  }
}
