package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.journal.NewGenesis;
import dev.wastm.ledger.journal.SealedFile;
import dev.wastm.ledger.journal.StoreIdentity;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.submission.TransactionsFile;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ledger is itself: made once, and no other one of its name. */
class GenesisTest {
  private static final SigningKey ALICE = SigningKey.generate();
  private static final SigningKey BOB = SigningKey.generate();

  private Fixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.simplest());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Ledger opened(String name) throws Exception {
    return Ledger.open(name, fixture.store, fixture.execution);
  }

  private Genesis.Sealed made(String ledger) throws Exception {
    return new GenesisFile(fixture.store, ledger).find().orElseThrow();
  }

  private static Genesis.Sealed foundedBy(SigningKey key) {
    Genesis genesis = Fixture.genesis("l").genesis();
    return new Genesis(
            genesis.epoch(),
            "l",
            genesis.store(),
            genesis.createdMs(),
            genesis.id(),
            key.verification().name(),
            Optional.empty())
        .seal();
  }

  private static String signed(String line, SigningKey key, Digest genesis, long nonce)
      throws Exception {
    Transaction named = TransactionsFile.parseOne(line, Protocol.epoch1());
    Transaction sent = new Transaction(
        named.actor(), named.method(), named.args(), key.verification().name(), named.fuelLimit());
    ByteString signature = ByteString.copyFrom(key.sign(sent.signedBytes(genesis, nonce)));
    return TransactionsFile.line(sent.with(new Transaction.Authorization(nonce, signature))) + "\n";
  }

  @Test
  void aLedgerIsMadeWithTheFirstWriterAndOnce() throws Exception {
    Ledger first = opened("l");
    Ledger second = opened("l");
    assertEquals(Genesis.ofNoLedgerYet("l"), first.head().genesis());
    first.establish(Optional.empty());
    second.establish(Optional.empty());
    Genesis.Sealed genesis = made("l");
    assertEquals(genesis, first.head().genesis());
    assertEquals(genesis, second.head().genesis());
    assertEquals(
        StoreIdentity.find(fixture.store), Optional.of(genesis.genesis().store()));
    Batch batch = Fixture.seal(second, Fixture.deploy("c"));
    assertEquals(genesis.hash(), batch.genesis());
    assertEquals(genesis.hash(), batch.parentHash());
    assertEquals(genesis.hash(), first.commit(batch).outcome().header().header().genesis());
    Ledger other = opened("other");
    other.establish(Optional.empty());
    assertEquals(genesis.genesis().store(), other.head().genesis().genesis().store());
    assertNotEquals(genesis.genesis().id(), other.head().genesis().genesis().id());
  }

  /** Who looks at a ledger, or tries a batch on it, makes none. */
  @Test
  void tryingABatchStoresNothing() throws Exception {
    Map<String, Digest> before = StoreContents.of(fixture.store, "");
    Ledger ledger = opened("l");
    Batch batch = Fixture.seal(ledger, Fixture.deploy("c"));
    assertEquals(
        Status.SUCCESS, ledger.execute(batch).outcome().receipts().get(0).status());
    assertEquals(before, StoreContents.of(fixture.store, ""));
    assertThrows(IllegalStateException.class, () -> ledger.commit(batch));
    assertEquals(before, StoreContents.of(fixture.store, ""));
  }

  /** A genesis that a key made has its signature, at whatever operation its maker dies. */
  @Test
  void aGenesisIsNeverWithoutItsMakersSignature() throws Exception {
    int operations = 0;
    boolean done = false;
    while (!done) {
      operations++;
      String name = "l-" + operations;
      BlobStore store = FaultyStore.failing(
          fixture.store, operations, FaultyStore.Fault.BEFORE, FaultyStore.Then.DEAD);
      try {
        Ledger.open(name, store, fixture.execution).establish(Optional.of(ALICE));
        done = true;
      } catch (BlobStoreException e) {
        Ledger again = opened(name);
        again.establish(Optional.of(ALICE));
      }
      assertEquals(
          Optional.empty(),
          new LedgerSignatures(fixture.store, name).lacking(made(name), ALICE.verification()));
    }
    assertTrue(operations > 4, "operations: " + operations);
  }

  @Test
  void batchesWithoutTheirGenesisAreRefused() throws Exception {
    Ledger ledger = fixture.ledger("l");
    Fixture.commit(ledger, Fixture.deploy("c"));
    byte[] whole = fixture.store.get(GenesisFile.key("l"));
    fixture.store.delete(GenesisFile.key("l"));
    assertRefused("The genesis of the ledger \"l\" is missing. ");
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      fixture.store.put(GenesisFile.key("l"), flipped, PutMode.OVERWRITE);
      assertRefused("The genesis of the ledger \"l\" is damaged: ");
    }
    fixture.store.put(GenesisFile.key("l"), new byte[1 << 20], PutMode.OVERWRITE);
    assertRefused("The genesis of the ledger \"l\" is damaged: it has more than 65536 bytes. ");
    fixture.store.put(
        GenesisFile.key("l"),
        SealedFile.GENESIS.seal(Fixture.genesis("m").bytes()),
        PutMode.OVERWRITE);
    assertRefused("The genesis of the ledger \"l\" is damaged: it is that of the ledger \"m\". ");
    fixture.store.put(
        GenesisFile.key("l"), SealedFile.GENESIS.seal(foundedBy(ALICE).bytes()), PutMode.OVERWRITE);
    assertRefused(
        "The journal entry of height 1 is damaged: it is of a ledger \"l\" with the genesis "
            + Fixture.genesis("l").hash() + ", and not with " + foundedBy(ALICE).hash() + ". ");
    fixture.store.put(GenesisFile.key("l"), whole, PutMode.OVERWRITE);
    assertEquals(ledger.head().hash(), opened("l").head().hash());
  }

  private void assertRefused(String reason) {
    String message = String.valueOf(
        assertThrows(CorruptRecordException.class, () -> opened("l")).getMessage());
    assertTrue(message.startsWith(reason), message);
  }

  /** A genesis that was replaced before the first batch is noticed by who opened the ledger before. */
  @Test
  void aGenesisThatBecameAnotherIsNotBuiltOn() throws Exception {
    Ledger ledger = fixture.ledger("l");
    Batch batch = Fixture.seal(ledger, Fixture.deploy("c"));
    fixture.store.put(
        GenesisFile.key("l"), SealedFile.GENESIS.seal(foundedBy(ALICE).bytes()), PutMode.OVERWRITE);
    String message = String.valueOf(
        assertThrows(ForkException.class, () -> ledger.commit(batch)).getMessage());
    assertTrue(message.startsWith("The genesis of the ledger \"l\" was "), message);
    assertEquals(0, new Journal(fixture.store, "l").newestHeight());
  }

  /** What was signed for a ledger is worth nothing in another one of its name. */
  @Test
  void aSameNamedLedgerElsewhereIsAnother() throws Exception {
    String increment = Fixture.increment("c", 1);
    Digest here = Fixture.genesis("l").hash();
    Ledger ledger = fixture.ledger("l");
    Receipt accepted = Fixture.commit(
            ledger, Fixture.deploy("c") + signed(increment, ALICE, here, 1))
        .outcome()
        .receipts()
        .get(1);
    assertEquals(Status.SUCCESS, accepted.status());
    try (Fixture elsewhere = Fixture.open("memory:", ExecutionOptions.simplest())) {
      Ledger other = Ledger.open("l", elsewhere.store, elsewhere.execution);
      other.establish(Optional.empty());
      Receipt replayed = Fixture.commit(
              other, Fixture.deploy("c") + signed(increment, ALICE, here, 1))
          .outcome()
          .receipts()
          .get(1);
      assertEquals(Status.INVALID, replayed.status());
      assertTrue(Fixture.error(replayed).startsWith("The signature is not that of the sender"));
      assertThrows(
          ForkException.class, () -> other.commit(Fixture.seal(ledger, Fixture.increment("c", 1))));
    }
  }

  @Test
  void aFounderInTheGenesisDemandsSignaturesFromTheFirstTransactionOn() throws Exception {
    Genesis.Sealed genesis = foundedBy(ALICE);
    assertTrue(new GenesisFile(fixture.store, "l").put(genesis));
    Ledger ledger = opened("l");
    String module = Sha256.of(Fixture.counter()).hex();
    String deploy = Fixture.deploy("c").replace("counter@1.0.0", module);
    String demand = "{\"actor\":\"system\",\"method\":\"requireSignatures\"}\n";
    Ledger.Committed first = Fixture.commit(
        ledger,
        signed(demand, BOB, genesis.hash(), 1)
            + Fixture.deploy("d")
            + signed(deploy, BOB, genesis.hash(), 2));
    assertEquals(
        java.util.List.of(Status.REVERTED, Status.INVALID, Status.SUCCESS),
        first.outcome().receipts().stream().map(Receipt::status).toList());
    assertEquals(ledger.head().hash(), opened("l").head().hash());
    ledger.checkpoint();
    assertEquals(ledger.head().state().root(), opened("l").head().state().root());
  }

  /** Everything that a genesis says is in its hash, and its bytes are the only ones that say it. */
  @Test
  void aGenesisIsItsBytes() throws Exception {
    Genesis.Sealed genesis = NewGenesis.of("l", StoreIdentity.ensure(fixture.store));
    GenesisFile file = new GenesisFile(fixture.store, "l");
    assertTrue(file.put(genesis));
    assertFalse(file.put(genesis));
    assertEquals(Optional.of(genesis), file.find());
    assertEquals(Sha256.of(genesis.bytes().toByteArray()), genesis.hash());
    int accepted = 0;
    for (int i = 0; i < genesis.bytes().size(); i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = genesis.bytes().toByteArray();
        flipped[i] ^= (byte) (1 << bit);
        fixture.store.put(
            GenesisFile.key("l"),
            SealedFile.GENESIS.seal(ByteString.copyFrom(flipped)),
            PutMode.OVERWRITE);
        try {
          Genesis.Sealed read = file.find().orElseThrow();
          assertEquals(ByteString.copyFrom(flipped), read.bytes());
          assertNotEquals(genesis.hash(), read.hash());
          accepted++;
        } catch (CorruptRecordException e) {
          assertTrue(String.valueOf(e.getMessage())
              .startsWith("The genesis of the ledger \"l\" is damaged: "));
        }
      }
    }
    assertTrue(accepted > 48 * 8, "the id and the store are free: " + accepted);
  }
}
