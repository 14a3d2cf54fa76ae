package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.bundle.Bundle;
import dev.wastm.ledger.bundle.BundleExport;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.journal.NotAdmittedException;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeaderSignaturesTest {
  @Test
  void aHeaderIsVouchedForByWhoSignedItAndNobodyElse() throws Exception {
    try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
      Ledger ledger = fixture.ledger("l");
      BatchHeader.Sealed first =
          Fixture.commit(ledger, Fixture.deploy("c")).outcome().header();
      BatchHeader.Sealed second =
          Fixture.commit(ledger, Fixture.increment("c", 1)).outcome().header();
      LedgerSignatures signatures = new LedgerSignatures(fixture.store, "l");
      assertEquals(List.of(), signatures.signers(first).keys());
      SigningKey alice = SigningKey.generate();
      SigningKey bob = SigningKey.generate();
      assertEquals(Optional.empty(), signatures.sign(first, alice));
      assertEquals(Optional.empty(), signatures.sign(first, alice));
      assertEquals(Optional.empty(), signatures.sign(first, bob));
      assertEquals(2, signatures.signers(first).keys().size());
      assertEquals(List.of(), signatures.signers(second).keys());
      BlobInfo stored;
      try (Stream<BlobInfo> blobs = fixture.store.list("ledgers/l/signatures/")) {
        stored = blobs.findFirst().orElseThrow();
      }
      byte[] forged = fixture.store.get(stored.key());
      forged[0] ^= 1;
      fixture.store.put(stored.key(), forged, PutMode.OVERWRITE);
      LedgerSignatures.Signers left = signatures.signers(first);
      assertEquals(1, left.keys().size());
      assertFalse(stored.key().toString().contains(left.keys().get(0).hex()));
      assertEquals(
          List.of("The object " + stored.key()
              + " of 64 bytes is no signature over the header of height 1."),
          left.faults());
    }
  }

  /** In the store, in a fork, in a bundle: the first height that lacks the signature is named. */
  @Test
  void everyHeaderOfARangeMustBeSigned() throws Exception {
    try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
      SigningKey alice = SigningKey.generate();
      Ledger ledger = fixture.ledger("l");
      LedgerSignatures signatures = new LedgerSignatures(fixture.store, "l");
      BatchHeader.Sealed first =
          Fixture.commit(ledger, Fixture.deploy("c")).outcome().header();
      sign(signatures, first, alice);
      for (int height = 2; height <= 4; height++) {
        sign(
            signatures,
            Fixture.commit(ledger, Fixture.increment("c", 1)).outcome().header(),
            alice);
      }
      assertEquals(Optional.empty(), signatures.sign(Fixture.genesis("l"), alice));
      LedgerHead unused = LedgerFork.create(fixture.store, "l", 4, "fork", Optional.of(alice));
      for (String name : List.of("l", "fork")) {
        assertVerified(verify(fixture, name, alice), verifyBundle(fixture, name, alice));
      }
      byte[] ofFirst = fixture.store.get(key(3, alice));
      fixture.store.put(key(3, alice), fixture.store.get(key(1, alice)), PutMode.OVERWRITE);
      assertUnsigned(
          3,
          "Not signed: the object " + key(3, alice) + " is no signature of "
              + alice.verification().name()
              + " over the header of height 3, though it lies where that belongs.",
          verify(fixture, "l", alice));
      assertUnsigned(3, lacking(3, alice), verifyBundle(fixture, "l", alice));
      fixture.store.delete(key(3, alice));
      assertUnsigned(
          3, lacking(3, alice), verify(fixture, "l", alice), verifyBundle(fixture, "l", alice));
      fixture.store.put(key(3, alice), ofFirst, PutMode.IF_ABSENT);
      assertVerified(verify(fixture, "l", alice));
      SigningKey mallory = SigningKey.generate();
      assertUnsigned(
          0,
          "Not signed: the genesis has no signature of "
              + mallory.verification().name() + ".",
          verify(fixture, "l", mallory));
    }
  }

  /** What an attacker puts where a key's signature belongs is found when the key signs, whatever its size, and is kept. */
  @Test
  void whatLiesInASignaturesPlaceIsSetAside() throws Exception {
    try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
      SigningKey alice = SigningKey.generate();
      BatchHeader.Sealed first =
          Fixture.commit(fixture.ledger("l"), Fixture.deploy("c")).outcome().header();
      LedgerSignatures signatures = new LedgerSignatures(fixture.store, "l");
      for (int size : List.of(0, 64, 65, 1 << 20)) {
        fixture.store.put(key(1, alice), new byte[size], PutMode.OVERWRITE);
        assertTrue(signatures.lacking(first, alice.verification()).isPresent());
        assertEquals(List.of(), signatures.signers(first).keys());
        assertEquals(1, signatures.signers(first).faults().size());
        String found = signatures.sign(first, alice).orElseThrow();
        assertTrue(
            found.startsWith("The object " + key(1, alice) + " was no signature of "
                + alice.verification().name()),
            found);
        assertEquals(Optional.empty(), signatures.sign(first, alice));
        assertEquals(Optional.empty(), signatures.lacking(first, alice.verification()));
      }
      try (Stream<BlobInfo> kept = fixture.store.list("ledgers/l/quarantine/")) {
        assertEquals(3, kept.count(), "the last two begin alike");
      }
    }
  }

  /** A key signs for no ledger that it, or who holds it, does not know. */
  @Test
  void aKeySignsForNoLedgerWhoseGenesisItHasNotSigned() throws Exception {
    try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
      SigningKey alice = SigningKey.generate();
      Ledger own = Ledger.open("own", fixture.store, fixture.execution);
      own.establish(Optional.of(alice));
      assertEquals(
          Optional.empty(),
          new LedgerSignatures(fixture.store, "own")
              .lacking(own.head().genesis(), alice.verification()));
      Ledger again = Ledger.open("own", fixture.store, fixture.execution);
      again.establish(Optional.of(alice));
      assertEquals(own.head(), again.head());
      Ledger foreign = fixture.ledger("foreign");
      String message = String.valueOf(
          assertThrows(NotAdmittedException.class, () -> foreign.establish(Optional.of(alice)))
              .getMessage());
      assertTrue(
          message.endsWith("wastm ledger sign --ledger foreign --key FILE --genesis "
              + Fixture.genesis("foreign").hash() + "."),
          message);
    }
  }

  private static void sign(LedgerSignatures signatures, BatchHeader.Sealed header, SigningKey key) {
    assertEquals(Optional.empty(), signatures.sign(header, key));
  }

  private static String lacking(int height, SigningKey signer) {
    return "Not signed: the header of height " + height + " has no signature of "
        + signer.verification().name() + ".";
  }

  private static BlobKey key(int height, SigningKey signer) {
    return BlobKey.of("ledgers/l/signatures/0000000000000000000" + height + "/"
        + signer.verification().hex() + ".sig");
  }

  private static Verification verify(Fixture fixture, String ledger, SigningKey signer) {
    return new ReplayVerifier(ledger, fixture.store, fixture.execution, signedBy(signer))
        .verify(1, 4, height -> {});
  }

  private static Verification verifyBundle(Fixture fixture, String ledger, SigningKey signer)
      throws Exception {
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    BundleExport.write(fixture.store, ledger, 2, 4, bundle);
    return Bundle.open(BlobSource.of(bundle.toByteArray()), 1 << 28)
        .verify(
            store -> BatchExecution.open(ExecutionOptions.simplest(), new ModuleStore(store)),
            signedBy(signer),
            height -> {});
  }

  private static void assertVerified(Verification... found) {
    for (Verification each : found) {
      assertInstanceOf(Verification.Verified.class, each);
    }
  }

  private static Expectations signedBy(SigningKey signer) {
    return new Expectations(Optional.of(signer.verification()), Optional.empty(), Optional.empty());
  }

  private static void assertUnsigned(int height, String reason, Verification... found) {
    for (Verification each : found) {
      Verification.Unsigned unsigned = assertInstanceOf(Verification.Unsigned.class, each);
      assertEquals(reason, unsigned.reason());
      assertEquals(height, unsigned.height());
    }
  }
}
