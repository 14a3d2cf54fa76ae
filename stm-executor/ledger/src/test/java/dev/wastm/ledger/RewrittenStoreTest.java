package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.bundle.Bundle;
import dev.wastm.ledger.bundle.BundleExport;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.journal.NewGenesis;
import dev.wastm.ledger.journal.NotAdmittedException;
import dev.wastm.ledger.journal.StoreIdentity;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.reconcile.Comparison;
import dev.wastm.ledger.reconcile.Repair;
import dev.wastm.ledger.reconcile.SignedCopy;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What someone does who can write to a store, knows the formats, and has no key. */
class RewrittenStoreTest {
  private static final SigningKey ALICE = SigningKey.generate();
  private static final int HEIGHTS = 4;

  private Fixture fixture;
  private Journal journal;
  private Ledger worker;

  @BeforeEach
  void execute() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.simplest());
    journal = new Journal(fixture.store, "l");
    worker = fixture.ledger("l");
    commitAndSign(worker, Fixture.deploy("c"));
    for (int height = 2; height <= HEIGHTS; height++) {
      commitAndSign(worker, Fixture.increment("c", height));
    }
    LedgerSignatures signatures = new LedgerSignatures(fixture.store, "l");
    assertEquals(Optional.empty(), signatures.sign(Fixture.genesis("l"), ALICE));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void commitAndSign(Ledger ledger, String lines) throws Exception {
    Ledger.Committed committed = Fixture.commit(ledger, lines);
    assertEquals(
        Optional.empty(),
        new LedgerSignatures(fixture.store, ledger.name())
            .sign(committed.outcome().header(), ALICE));
  }

  /** Another history of the same ledger, every digest right, from a height on. */
  private void rewrite(int from) throws Exception {
    try (BlobStore elsewhere = BlobStores.open("memory:")) {
      copy(fixture.store, elsewhere, "");
      for (int height = from; height <= HEIGHTS; height++) {
        elsewhere.delete(journal.key(height));
      }
      try (BatchExecution execution =
          BatchExecution.open(ExecutionOptions.simplest(), new ModuleStore(elsewhere))) {
        deleteCheckpoints(elsewhere);
        Ledger other = Ledger.open("l", elsewhere, execution);
        for (int height = from; height <= HEIGHTS; height++) {
          Fixture.commit(
              other,
              height == 1
                  ? Fixture.deploy("c") + Fixture.increment("c", 99)
                  : Fixture.increment("c", 100));
        }
      }
      copy(elsewhere, fixture.store, "ledgers/l/journal/");
    }
  }

  private static void deleteCheckpoints(BlobStore store) {
    try (Stream<BlobInfo> blobs = store.list("ledgers/l/checkpoints/")) {
      blobs.toList().forEach(blob -> store.delete(blob.key()));
    }
  }

  private static void copy(BlobStore from, BlobStore to, String prefix) {
    try (Stream<BlobInfo> blobs = from.list(prefix)) {
      for (BlobInfo blob : blobs.toList()) {
        to.put(blob.key(), from.get(blob.key()), PutMode.OVERWRITE);
      }
    }
  }

  private static Expectations expecting(Digest header) {
    return new Expectations(Optional.empty(), Optional.empty(), Optional.of(header));
  }

  private static Expectations signed() {
    return new Expectations(Optional.of(ALICE.verification()), Optional.empty(), Optional.empty());
  }

  private Verification verify(String ledger, long from, long to, Expectations expected) {
    return new ReplayVerifier(ledger, fixture.store, fixture.execution, expected)
        .verify(from, to, height -> {});
  }

  private static String refusal(Verification found) {
    return assertInstanceOf(Verification.Failed.class, found).describe();
  }

  @Test
  void aWorkerAppendsNothingToAHistoryThatItDoesNotKnow() throws Exception {
    for (int from = 1; from <= HEIGHTS; from++) {
      rewrite(from);
      assertRefusesToAppend("has become " + journal.require(HEIGHTS).header().hash());
    }
    fixture.store.delete(journal.key(HEIGHTS));
    assertRefusesToAppend("is gone");
  }

  private void assertRefusesToAppend(String what) throws Exception {
    Batch next = Fixture.seal(worker, Fixture.increment("c", 1));
    String message = String.valueOf(
        assertThrows(ForkException.class, () -> worker.commit(next)).getMessage());
    assertTrue(
        message.startsWith(
            "The stored history of ledger \"l\" was rewritten below this worker, which stands at height "
                + HEIGHTS + " on the header " + worker.head().hash()
                + ": the stored header of height "
                + HEIGHTS + " " + what),
        message);
    assertTrue(journal.newestHeight() <= HEIGHTS);
    assertEquals(HEIGHTS, worker.head().height());
  }

  /** A retry is told what is stored; where that has another outcome than the worker's own, it is told nothing. */
  @Test
  void aStoredBatchWithAnotherOutcomeIsNotAcknowledged() throws Exception {
    for (int height = HEIGHTS; height >= 2; height--) {
      Batch batch = journal.require(height).batch();
      assertEquals(batch, worker.commit(batch).outcome().batch());
      byte[] honest = fixture.store.get(journal.key(height));
      fixture.store.put(
          journal.key(height), ForgedRecord.withAnotherReceipt(honest), PutMode.OVERWRITE);
      assertThrows(ForkException.class, () -> worker.commit(batch));
      fixture.store.put(journal.key(height), honest, PutMode.OVERWRITE);
    }
  }

  /** A checkpoint of the history that was remains as a witness. */
  @Test
  void aNewWorkerFindsThatTheCheckpointsAreOfAnotherHistory() throws Exception {
    worker.checkpoint();
    assertEquals(worker.head().hash(), fixture.ledger("l").head().hash());
    Digest was = worker.head().hash();
    rewrite(2);
    String message = String.valueOf(
        assertThrows(CorruptRecordException.class, () -> fixture.ledger("l")).getMessage());
    assertTrue(
        message.startsWith("The journal entry of height 4 is damaged: its header is "
            + journal.require(HEIGHTS).header().hash()
            + ", and the checkpoint ledgers/l/checkpoints/00000000000000000004/manifest was made of "
            + was),
        message);
  }

  @Test
  void aHistoryThatIsConsistentInItselfIsRefusedByItsLastHeader() throws Exception {
    Digest known = worker.head().hash();
    assertInstanceOf(Verification.Verified.class, verify("l", 1, HEIGHTS, expecting(known)));
    fixture.store.delete(journal.key(HEIGHTS));
    Digest before = journal.require(HEIGHTS - 1).header().hash();
    assertInstanceOf(Verification.Verified.class, verify("l", 1, HEIGHTS - 1, Expectations.NONE));
    assertEquals(
        "The header of height 3, the last of the range, is " + before + ", and not " + known
            + ": it is another history, or not all of it.",
        refusal(verify("l", 1, HEIGHTS - 1, expecting(known))));
    Genesis.Sealed genesis = Fixture.genesis("l");
    Expectations other = new Expectations(Optional.empty(), Optional.of(known), Optional.empty());
    assertEquals(
        "The ledger \"l\" has the genesis " + genesis.hash() + ", and not " + known
            + ": it is another ledger.",
        refusal(verify("l", 1, 2, other)));
  }

  /** Whatever else is wrong with the batches, and wherever: where the chain is broken, that is what is said. */
  @Test
  void aBrokenChainIsCalledOne() throws Exception {
    byte[] honest = fixture.store.get(journal.key(2));
    Digest third = journal.require(3).header().header().parentHash();
    fixture.store.put(journal.key(2), ForgedRecord.withAnotherReceipt(honest), PutMode.OVERWRITE);
    Digest forged = journal.require(2).header().hash();
    for (int from = 1; from <= 3; from++) {
      assertEquals(
          "The journal entry of height 3 is damaged: the chain is broken: its parent is " + third
              + ", and the header stored before it is " + forged
              + ". Restore it from a copy of the blob store; nothing was executed on it.",
          refusal(verify("l", from, HEIGHTS, Expectations.NONE)));
    }
  }

  /** Another ledger's signed history, with a genesis that says that this one was forked from it. */
  @Test
  void aPlantedForkOfASignedHistoryIsNotItsSigners() throws Exception {
    copy(fixture.store, fixture.store, "ledgers/l/");
    try (Stream<BlobInfo> blobs = fixture.store.list("ledgers/l/")) {
      for (BlobInfo blob : blobs.toList()) {
        if (!blob.key().equals(GenesisFile.key("l"))) {
          fixture.store.put(
              BlobKey.of(blob.key().toString().replace("ledgers/l/", "ledgers/planted/")),
              fixture.store.get(blob.key()),
              PutMode.OVERWRITE);
        }
      }
    }
    Genesis.Origin origin =
        new Genesis.Origin(worker.head().header().orElseThrow(), Fixture.genesis("l"));
    Genesis.Sealed planted = NewGenesis.of("planted", StoreIdentity.ensure(fixture.store), origin);
    assertTrue(new GenesisFile(fixture.store, "planted").put(planted));
    String lacking =
        "Not signed: the genesis has no signature of " + ALICE.verification().name() + ".";
    assertInstanceOf(Verification.Verified.class, verify("planted", 1, HEIGHTS, Expectations.NONE));
    assertEquals(lacking, refusal(verify("planted", 1, HEIGHTS, signed())));
    assertInstanceOf(Verification.Verified.class, verify("l", 1, HEIGHTS, signed()));
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    BundleExport.write(fixture.store, "planted", 1, HEIGHTS, bundle);
    assertEquals(
        lacking,
        refusal(Bundle.open(BlobSource.of(bundle.toByteArray()), 1 << 26)
            .verify(
                store -> BatchExecution.open(ExecutionOptions.simplest(), new ModuleStore(store)),
                signed(),
                height -> {})));
    assertThrows(
        NotAdmittedException.class, () -> fixture.ledger("planted").establish(Optional.of(ALICE)));
    // A genesis signature of the ledger that it was copied from is over another genesis.
    fixture.store.put(
        BlobKey.of("ledgers/planted/signatures/genesis/" + planted.hash() + "/"
            + ALICE.verification().hex() + ".sig"),
        fixture.store.get(BlobKey.of("ledgers/l/signatures/genesis/"
            + Fixture.genesis("l").hash() + "/" + ALICE.verification().hex() + ".sig")),
        PutMode.IF_ABSENT);
    assertTrue(refusal(verify("planted", 1, HEIGHTS, signed()))
        .endsWith("over the genesis, though it lies where that belongs."));
  }

  /** The history that Alice signed, but in a ledger that says it was never forked. */
  @Test
  void aHistoryUnderAnotherGenesisIsRefused() throws Exception {
    fixture.store.put(
        GenesisFile.key("l"),
        dev.wastm.ledger.journal.SealedFile.GENESIS.seal(
            NewGenesis.of("l", StoreIdentity.ensure(fixture.store)).bytes()),
        PutMode.OVERWRITE);
    assertTrue(refusal(verify("l", 1, HEIGHTS, Expectations.NONE))
        .contains(
            "it is of a ledger \"l\" with the genesis " + Fixture.genesis("l").hash()));
  }

  @Test
  void aLongerCopyIsNotTakenWithoutItsSignatures() throws Exception {
    try (BlobStore here = BlobStores.open("memory:")) {
      copy(fixture.store, here, "");
      for (int height = 3; height <= HEIGHTS; height++) {
        here.delete(journal.key(height));
      }
      Fixture.commit(worker, Fixture.increment("c", 1));
      SignedCopy there = new SignedCopy(fixture.store, "l");
      assertEquals(
          Optional.of("the header of height 5 has no signature of "
              + ALICE.verification().name()),
          there.lacking(ALICE.verification()));
      Comparison found = Comparison.ofBatches("l", here, fixture.store);
      assertEquals(OptionalLong.of(3), found.firstDifference());
      String message = String.valueOf(assertThrows(
              ForkException.class,
              () -> Repair.run(
                  "l",
                  here,
                  fixture.store,
                  found,
                  fixture.execution,
                  Optional.of(ALICE.verification())))
          .getMessage());
      assertEquals(
          "Height 5 of the other copy of ledger \"l\" is not taken, nor is anything after it: the header of height 5 has no"
              + " signature of " + ALICE.verification().name() + ".",
          message);
      assertEquals(HEIGHTS, new Journal(here, "l").newestHeight());
    }
  }

  @Test
  void copiesOfTwoLedgersOfOneNameAreNotCopies() throws Exception {
    try (Fixture elsewhere = Fixture.open("memory:", ExecutionOptions.simplest())) {
      Ledger other = Ledger.open("l", elsewhere.store, elsewhere.execution);
      other.establish(Optional.empty());
      Fixture.commit(other, Fixture.deploy("c"));
      for (Comparison found : List.of(
          Comparison.ofHeaders("l", elsewhere.store, fixture.store),
          Comparison.ofBatches("l", elsewhere.store, fixture.store))) {
        assertEquals(OptionalLong.of(0), found.firstDifference());
        String message = String.valueOf(assertThrows(
                ForkException.class,
                () -> Repair.run(
                    "l",
                    elsewhere.store,
                    fixture.store,
                    found,
                    fixture.execution,
                    Optional.empty()))
            .getMessage());
        assertTrue(message.contains("are two ledgers, with a genesis each"), message);
      }
    }
  }

  /** A genesis that was lost or damaged is mended from the other copy, and what was there is kept. */
  @Test
  void aGenesisIsMendedFromTheOtherCopy() throws Exception {
    try (BlobStore here = BlobStores.open("memory:")) {
      copy(fixture.store, here, "");
      here.put(GenesisFile.key("l"), new byte[7], PutMode.OVERWRITE);
      Comparison found = Comparison.ofBatches("l", here, fixture.store);
      assertEquals(OptionalLong.of(1), found.firstDifference());
      assertEquals(
          HEIGHTS,
          Repair.run("l", here, fixture.store, found, fixture.execution, Optional.empty()));
      assertEquals(
          OptionalLong.empty(), Comparison.ofBatches("l", here, fixture.store).firstDifference());
      try (Stream<BlobInfo> kept = here.list("ledgers/l/quarantine/")) {
        assertEquals(1, kept.count());
      }
    }
  }
}
