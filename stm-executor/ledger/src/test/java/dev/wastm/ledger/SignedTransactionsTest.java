package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.execution.system.SenderNonce;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.ledger.submission.TransactionsFile;
import dev.wastm.stm.Change;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only who holds a key acts in its name, and each signature is good once, in one ledger. */
class SignedTransactionsTest {
  private static final String DEMAND = "{\"actor\":\"system\",\"method\":\"requireSignatures\"}\n";
  private static final SigningKey ALICE = SigningKey.generate();
  private static final SigningKey MALLORY = SigningKey.generate();

  private Fixture fixture;
  private Ledger ledger;

  @BeforeEach
  void open() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.fastest());
    ledger = fixture.ledger("l");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Transaction unsigned(String line, SigningKey key) throws Exception {
    Transaction named = TransactionsFile.parseOne(line, Protocol.epoch1());
    return new Transaction(
        named.actor(), named.method(), named.args(), key.verification().name(), named.fuelLimit());
  }

  private static String signed(String line, SigningKey key, String ledger, long nonce)
      throws Exception {
    Transaction transaction = unsigned(line, key);
    ByteString signature = ByteString.copyFrom(
        key.sign(transaction.signedBytes(Fixture.genesis(ledger).hash(), nonce)));
    return TransactionsFile.line(transaction.with(new Transaction.Authorization(nonce, signature)))
        + "\n";
  }

  private static String signed(String line, long nonce) throws Exception {
    return signed(line, ALICE, "l", nonce);
  }

  private static String deploy(String actor) {
    Digest module = Sha256.of(Fixture.counter());
    return Fixture.deploy(actor).replace("counter@1.0.0", module.hex());
  }

  private List<Receipt> commit(String lines) throws Exception {
    return Fixture.commit(ledger, lines).outcome().receipts();
  }

  private static List<Status> statuses(List<Receipt> receipts) {
    return receipts.stream().map(Receipt::status).toList();
  }

  @Test
  void aLedgerThatDemandsSignaturesRefusesAllElse() throws Exception {
    List<Receipt> first = commit(DEMAND
        + deploy("unsigned")
        + signed(deploy("c"), 1)
        + signed(Fixture.increment("c", 5), 2));
    assertEquals(
        List.of(Status.SUCCESS, Status.INVALID, Status.SUCCESS, Status.SUCCESS), statuses(first));
    assertEquals(
        "This ledger demands signed transactions, and this one is not signed.",
        Fixture.error(first.get(1)));
    List<Receipt> second = commit(Fixture.increment("c", 1) + signed(Fixture.increment("c", 1), 3));
    assertEquals(List.of(Status.INVALID, Status.SUCCESS), statuses(second));
    assertEquals("{\"value\":6}", second.get(1).output().toStringUtf8());
    assertVerified(2);
  }

  @Test
  void onlyAFirstTransactionCanDemandSignatures() throws Exception {
    List<Receipt> late = commit(deploy("c") + DEMAND + Fixture.increment("c", 1));
    assertEquals(List.of(Status.SUCCESS, Status.REVERTED, Status.SUCCESS), statuses(late));
    assertEquals(List.of(Status.REVERTED), statuses(commit(DEMAND)));
  }

  @Test
  void aReplayedTransactionIsInvalidAndChangesNothing() throws Exception {
    String once = signed(Fixture.increment("c", 5), 2);
    commit(signed(deploy("c"), 1) + once);
    Digest before = ledger.head().state().root();
    List<Receipt> again = commit(once + signed(Fixture.increment("c", 5), 4));
    assertEquals(List.of(Status.INVALID, Status.INVALID), statuses(again));
    assertEquals("The nonce is 2; the sender's next one is 3.", Fixture.error(again.get(0)));
    assertEquals("The nonce is 4; the sender's next one is 3.", Fixture.error(again.get(1)));
    assertEquals(0, again.get(0).fuelUsed());
    assertEquals(before, ledger.head().state().root());
    assertEquals(2, SenderNonce.used(ledger.head().state(), ALICE.verification().name()));
    assertEquals(
        0, SenderNonce.used(ledger.head().state(), MALLORY.verification().name()));
  }

  /** Else whoever saw it fail could send it again, when it would succeed. */
  @Test
  void aFailedTransactionUsesItsNonceAndNothingElse() throws Exception {
    String fails = signed(Fixture.increment("c", -1), 2);
    List<Receipt> receipts = commit(signed(deploy("c"), 1)
        + fails
        + fails
        + signed(Fixture.increment("c", 1), 3)
        + signed(Fixture.increment("c", 1).replace("}\n", ",\"fuel\":817000}\n"), 4));
    assertEquals(
        List.of(
            Status.SUCCESS, Status.REVERTED, Status.INVALID, Status.SUCCESS, Status.OUT_OF_FUEL),
        statuses(receipts));
    assertEquals(4, SenderNonce.used(ledger.head().state(), ALICE.verification().name()));
    assertVerified(1);
  }

  @Test
  void whatIsNotSignedByItsSenderIsInvalid() throws Exception {
    String honest = signed(Fixture.increment("c", 5), 1);
    String alice = ALICE.verification().name();
    String forLedger = "The signature is not that of the sender \"" + alice
        + "\" over this transaction in this ledger.";
    commit(Fixture.deploy("c") + Fixture.deploy("d"));
    for (String forged : List.of(
        signed(Fixture.increment("c", 5), ALICE, "other", 1),
        honest.replace("\"by\":5", "\"by\":6"),
        honest.replace("\"actor\":\"c\"", "\"actor\":\"d\""),
        honest.replace("\"nonce\":1", "\"nonce\":2"),
        honest.replaceFirst("\"fuel\":[0-9]+", "\"fuel\":2000000"),
        honest.replaceFirst("\"signature\":\"..", "\"signature\":\"00"),
        signed(Fixture.increment("c", 5), MALLORY, "l", 1)
            .replace(MALLORY.verification().name(), alice))) {
      assertInvalid(forLedger, forged);
    }
    assertInvalid(
        "The sender \"" + alice + "\" is a key, and the transaction is not signed with it.",
        Fixture.increment("c", 5).replace("bob", alice));
    assertInvalid(
        "The sender \"ed25519:abc\" is a key, and the transaction is not signed with it.",
        Fixture.increment("c", 5).replace("bob", "ed25519:abc"));
    assertInvalid(
        "The signature is not that of the sender \"bob\" over this transaction in this ledger.",
        honest.replace(alice, "bob"));
    assertEquals(List.of(Status.SUCCESS), statuses(commit(honest)));
  }

  /** A sender whose nonces are used up has none any more, and does not begin with the first again. */
  @Test
  void noncesDoNotBeginAnew() throws Exception {
    String alice = ALICE.verification().name();
    byte[] last = ByteBuffer.allocate(Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(Long.MAX_VALUE)
        .array();
    State exhausted = ledger
        .head()
        .state()
        .with(List.of(
            new StateChange(StateKey.of("system", "nonce/" + alice), new Change.Put<>(last))));
    for (long nonce : new long[] {1, Long.MAX_VALUE}) {
      Batch batch = Fixture.seal(ledger, signed(deploy("c"), nonce));
      Receipt receipt =
          fixture.execution.execute(exhausted, batch).outcome().receipts().get(0);
      assertEquals(Status.INVALID, receipt.status());
      assertEquals(
          "The nonce is " + nonce + "; the sender's next one is 9223372036854775808.",
          Fixture.error(receipt));
    }
  }

  private void assertInvalid(String error, String line) throws Exception {
    Digest before = ledger.head().state().root();
    Receipt receipt = commit(line).get(0);
    assertEquals(Status.INVALID, receipt.status());
    assertEquals(error, Fixture.error(receipt));
    assertEquals(before, ledger.head().state().root());
  }

  @Test
  void whatASignatureCoversIsNotChangedBySealing() throws Exception {
    String tag = signed(Fixture.deploy("c"), 1);
    String message =
        assertThrows(InvalidTransactionsException.class, () -> commit(tag)).getMessage();
    assertEquals(
        "test:1: a signed transaction must name its module by SHA-256, and not as \"counter@1.0.0\": its bytes cannot"
            + " change after it was signed.",
        message);
    assertEquals(List.of(Status.SUCCESS), statuses(commit(signed(deploy("c"), 1))));
  }

  @Test
  void aLineIsReadAsItWasWritten() throws Exception {
    Transaction transaction = TransactionsFile.parseOne(signed(deploy("c"), 7), Protocol.epoch1());
    assertEquals(
        transaction,
        TransactionsFile.parseOne(TransactionsFile.line(transaction), Protocol.epoch1()));
    assertEquals(transaction, Transaction.unseal(transaction.seal().bytes()).transaction());
    Transaction plain =
        TransactionsFile.parseOne("{\"actor\":\"c\",\"method\":\"m\"}", Protocol.epoch1());
    assertEquals(plain, TransactionsFile.parseOne(TransactionsFile.line(plain), Protocol.epoch1()));
  }

  private void assertVerified(long to) {
    for (ExecutionOptions options :
        List.of(ExecutionOptions.simplest(), ExecutionOptions.fastest())) {
      try (BatchExecution execution =
          BatchExecution.open(options, new ModuleStore(fixture.store))) {
        Verification found = new ReplayVerifier("l", fixture.store, execution, Expectations.NONE)
            .verify(1, to, height -> {});
        assertTrue(found instanceof Verification.Verified, found::toString);
      }
    }
    assertEquals(to, new Journal(fixture.store, "l").newestHeight());
  }
}
