package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.Admission;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.SealedFile;
import dev.wastm.ledger.proto.ChangeProto;
import dev.wastm.ledger.proto.JournalRecordProto;
import dev.wastm.ledger.protocol.BatchLimits;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import dev.wastm.ledger.submission.TransactionsFile;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever can write into a store can execute any batch there and store what comes out, every digest of it right. Replay refuses what no worker would
 * have sealed, and a worker commits nothing that replay would refuse.
 */
class AdmissionTest {
  private static final String NAMES =
      "bytes of UTF-8, without control, format or other invisible characters, and without a space at an end.";

  private Fixture fixture;
  private Ledger ledger;

  @BeforeEach
  void open() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.simplest());
    ledger = fixture.ledger("l");
    Fixture.commit(ledger, Fixture.deploy("c") + Fixture.increment("c", 5));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Transaction call(String actor, String method, String args, String sender) {
    return new Transaction(actor, method, ByteString.copyFromUtf8(args), sender, 1_000_000);
  }

  private static Transaction increment(String args) {
    return call("c", "increment", args, "bob");
  }

  private static Transaction system(String method, String args) {
    return call("system", method, args, "bob");
  }

  /** The next batch, whatever is in it, behind one transaction that is as it must be. */
  private Batch batch(Transaction odd) throws Exception {
    return batch(List.of(increment("{\"by\":1}").seal(), odd.seal()));
  }

  private Batch batch(List<Transaction.Sealed> transactions) throws Exception {
    Batch honest = Fixture.seal(ledger, Fixture.increment("c", 1));
    return timed(honest, honest.timestampMs(), transactions);
  }

  private static Batch timed(
      Batch honest, long timestampMs, List<Transaction.Sealed> transactions) {
    return Batch.of(
        honest.ledger(),
        honest.genesis(),
        honest.height(),
        honest.parentHash(),
        timestampMs,
        honest.seed(),
        transactions);
  }

  private void assertInadmissible(String breach, Batch batch) throws Exception {
    assertEquals(
        "Batch 2 of ledger \"l\" is none that can be stored: " + breach,
        assertThrows(IllegalArgumentException.class, () -> ledger.commit(batch)).getMessage());
    ExecutedBatch executed = fixture.execution.execute(ledger.head().state(), batch);
    store(JournalRecordProto.newBuilder(), executed);
    assertEquals(
        "The journal entry of height 2 is none that a worker stores: " + breach,
        verify().reason());
  }

  /** Stores what was executed, as a worker would that holds it to no rule. */
  private void store(JournalRecordProto.Builder record, ExecutedBatch executed) {
    record.setHeader(executed.outcome().header().bytes());
    executed.outcome().sealedReceipts().forEach(each -> record.addReceipts(each.bytes()));
    executed.outcome().batch().transactions().forEach(each -> record.addTransactions(each.bytes()));
    executed.outcome().changes().forEach(change -> record.addChanges(ForgedRecord.change(change)));
    fixture.store.put(
        new Journal(fixture.store, "l").key(2),
        SealedFile.BATCH.seal(record.build().toByteString()),
        PutMode.OVERWRITE);
  }

  private Verification.Damaged verify() {
    Verification.Damaged found = assertInstanceOf(
        Verification.Damaged.class,
        new ReplayVerifier("l", fixture.store, fixture.execution, Expectations.NONE)
            .verify(1, 2, height -> {}));
    assertEquals(2, found.height());
    return found;
  }

  /** What follows is refused for what it is, and not for how it is stored. */
  @Test
  void whatIsAdmittedIsVerifiedWhenItIsStoredSo() throws Exception {
    ExecutedBatch executed =
        fixture.execution.execute(ledger.head().state(), batch(increment("{\"by\":2}")));
    store(JournalRecordProto.newBuilder(), executed);
    assertInstanceOf(
        Verification.Verified.class,
        new ReplayVerifier("l", fixture.store, fixture.execution, Expectations.NONE)
            .verify(1, 2, height -> {}));
  }

  @Test
  void argumentsThatAreNoCanonicalJson() throws Exception {
    for (String args : List.of(
        "no JSON",
        "{\"by\": 1}",
        "{\"by\":1,\"by\":2}",
        "{\"by\":1}\n",
        "[".repeat(129) + "]".repeat(129),
        "\"\\u0041\"")) {
      assertInadmissible(
          "transaction 1: \"args\" are not JSON in its canonical form.", batch(increment(args)));
    }
    assertInadmissible(
        "transaction 1: \"args\" must be at most 262144 bytes of compact JSON.",
        batch(increment("\"" + "x".repeat(256 * 1024) + "\"")));
  }

  @Test
  void namesThatAreNone() throws Exception {
    for (String name :
        List.of("a\nb", "a\u001b[2J", "a\u202eb", " a", "a\u200b", "x".repeat(129))) {
      assertInadmissible(
          "transaction 1: \"actor\" must be 1 to 128 " + NAMES, batch(call(name, "m", "", "bob")));
      assertInadmissible(
          "transaction 1: \"sender\" must be empty or at most 128 " + NAMES,
          batch(call("c", "increment", "{\"by\":1}", name)));
    }
    assertInadmissible(
        "transaction 1: \"sender\" must be empty or at most 128 " + NAMES,
        batch(call("c", "increment", "{\"by\":1}", "x".repeat(100_000))));
    for (String method : List.of("", "m\r", "x".repeat(257))) {
      assertInadmissible(
          "transaction 1: \"method\" must be 1 to 256 " + NAMES,
          batch(call("c", method, "", "bob")));
    }
    assertInadmissible(
        "transaction 1: \"actor\" must be 1 to 128 " + NAMES, batch(call("", "m", "", "bob")));
  }

  @Test
  void callsOfTheSystemThatAreNone() throws Exception {
    String module = Sha256.of(Fixture.counter()).hex();
    assertInadmissible(
        "transaction 1: the argument \"actor\" must be 1 to 128 " + NAMES,
        batch(system("deploy", "{\"actor\":\"a \",\"module\":\"" + module + "\"}")));
    for (String other : List.of("counter@1.0.0", module.toUpperCase(Locale.ROOT), "")) {
      assertInadmissible(
          "transaction 1: the argument \"module\" must be a SHA-256 of 64 lower-case hexadecimal digits.",
          batch(system("deploy", "{\"actor\":\"a\",\"module\":\"" + other + "\"}")));
    }
    assertInadmissible(
        "transaction 1: The system actor has no method \"explode\"; it has deploy, upgrade, requireSignatures and"
            + " moveToEpoch.",
        batch(system("explode", "")));
  }

  /** Where one is executed all the same, it is no transaction of the system's. */
  @Test
  void aDeploymentOfNoNameIsInvalid() throws Exception {
    String module = Sha256.of(Fixture.counter()).hex();
    for (String name : List.of("a ", "", "a\\u202eb", "a\\u200b")) {
      Batch batch =
          batch(system("deploy", "{\"actor\":\"" + name + "\",\"module\":\"" + module + "\"}"));
      Receipt receipt = fixture
          .execution
          .execute(ledger.head().state(), batch)
          .outcome()
          .receipts()
          .get(1);
      assertEquals(
          Optional.of(FailureCode.MALFORMED_SYSTEM_CALL), receipt.failure().map(Failure::code));
    }
  }

  @Test
  void fuelThatThereIsNot() throws Exception {
    for (long fuel : new long[] {0, -1, 1_000_000_001, Long.MIN_VALUE}) {
      assertInadmissible(
          "transaction 1: \"fuel\" must be a whole number from 1 to 1000000000.",
          batch(new Transaction("c", "increment", ByteString.EMPTY, "bob", fuel)));
    }
  }

  @Test
  void timesThatThereAreNot() throws Exception {
    Batch honest = batch(increment("{\"by\":1}"));
    for (long time : new long[] {Admission.TIMESTAMP_MS_MAX + 1, Long.MAX_VALUE}) {
      String rule =
          "the timestamp is " + time + " ms since the Unix epoch; it must be 0 to 253402300799999.";
      assertInadmissible(rule, timed(honest, time, honest.transactions()));
      Ledger.Slot slot = new Ledger.Slot(2, honest.parentHash(), time, honest.seed());
      List<TransactionsFile.Line> lines =
          List.of(new TransactionsFile.Line(1, increment("{\"by\":1}")));
      assertEquals(
          rule,
          assertThrows(InvalidTransactionsException.class, () -> ledger.seal("test", lines, slot))
              .getMessage());
    }
  }

  @Test
  void batchesWithNothingOrTooMuchInThem() throws Exception {
    assertInadmissible("there is no transaction in it.", batch(List.of()));
    BatchLimits limits = Protocol.epoch1().batch();
    List<Transaction.Sealed> most =
        Collections.nCopies(limits.transactions() + 1, increment("{\"by\":1}").seal());
    assertBreach(
        limits.transactions(),
        "a batch holds at most 100000 transactions; split it in several.",
        most);
    Transaction dear = new Transaction("c", "m", ByteString.EMPTY, "bob", 1_000_000_000);
    assertBreach(
        100,
        "with this one the fuel limits of the batch are 101000000000 together, and at most 100000000000 is allowed;"
            + " split it in several, or give the transactions less fuel.",
        Collections.nCopies(101, dear.seal()));
    Transaction large = increment("\"" + "x".repeat(256 * 1024 - 2) + "\"");
    int each = large.seal().bytes().size();
    int count = limits.inputBytes() / each + 1;
    assertBreach(
        count - 1,
        "with this one the batch's transactions have " + (long) each * count
            + " bytes together, and at most 67108864 are allowed; split it in several.",
        Collections.nCopies(count, large.seal()));
  }

  private void assertBreach(int index, String rule, List<Transaction.Sealed> transactions)
      throws Exception {
    assertEquals(
        new Admission.Breach(OptionalInt.of(index), rule),
        Admission.breach(batch(transactions), Protocol.epoch1()).orElseThrow());
  }

  /** Each says what an honest entry says, to a reader that does not ask how. */
  @Test
  void entriesInAnotherForm() throws Exception {
    Transaction honest = increment("{\"by\":1}");
    ByteString grown = honest.seal().bytes().concat(ByteString.copyFrom(new byte[] {0x48, 1}));
    Transaction.Sealed odd = ForgedRecord.sealed(honest, grown);
    ExecutedBatch executed = fixture.execution.execute(ledger.head().state(), batch(List.of(odd)));
    store(JournalRecordProto.newBuilder(), executed);
    assertTrue(
        verify()
            .reason()
            .startsWith(
                "The journal entry of height 2 is damaged: it cannot be read: a transaction is not in its canonical form"),
        verify().reason());
    ExecutedBatch right = fixture.execution.execute(ledger.head().state(), batch(honest));
    store(JournalRecordProto.newBuilder(), right);
    byte[] stored = fixture.store.get(new Journal(fixture.store, "l").key(2));
    ByteString content = SealedFile.BATCH.open(stored).orElseThrow();
    ByteString header = JournalRecordProto.newBuilder()
        .setHeader(right.outcome().header().bytes())
        .build()
        .toByteString();
    ByteString unknown = ByteString.copyFrom(new byte[] {0x78, 1});
    String isUnknown = "it has a field 15, which is not known here";
    Map<ByteString, String> others = Map.of(
        content.concat(unknown),
        isUnknown,
        header.concat(content),
        "its field header is there twice, or after a later one",
        header.concat(unknown).concat(content.substring(header.size())),
        isUnknown,
        JournalRecordProto.parseFrom(content).toBuilder()
            .addChanges(
                ChangeProto.newBuilder().setValue(ByteString.copyFromUtf8("v")).setDeleted(true))
            .build()
            .toByteString(),
        "a change deletes its key and has a value");
    for (Map.Entry<ByteString, String> other : others.entrySet()) {
      fixture.store.put(
          new Journal(fixture.store, "l").key(2),
          SealedFile.BATCH.seal(other.getKey()),
          PutMode.OVERWRITE);
      assertTrue(
          verify().reason().contains("it cannot be read: " + other.getValue()),
          verify().reason());
    }
  }

  /** What was the fork that any submitter could arm. */
  @Test
  void whatWasCommittedIsCommittedAgain() throws Exception {
    Batch batch = batch(call("c", "\u00e9\ud83d\ude00", "\"\ud83d\ude00\\u0000\"", "\u5eab"));
    Ledger.Committed first = ledger.commit(batch);
    assertEquals(first.outcome().header(), ledger.commit(batch).outcome().header());
    assertEquals(batch, fixture.ledger("l").commit(batch).outcome().batch());
  }
}
