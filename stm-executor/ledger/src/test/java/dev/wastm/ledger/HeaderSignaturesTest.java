package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.bundle.Bundle;
import dev.wastm.ledger.bundle.BundleExport;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.journal.HeaderSignatures;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.key.VerificationKey;
import dev.wastm.ledger.module.ModuleStore;
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
          Fixture.commit(ledger, Fixture.deploy("c")).record().header();
      BatchHeader.Sealed second =
          Fixture.commit(ledger, Fixture.increment("c", 1)).record().header();
      HeaderSignatures signatures = new HeaderSignatures(fixture.store, "l");
      assertEquals(List.of(), signatures.signers(first));
      SigningKey alice = SigningKey.generate();
      SigningKey bob = SigningKey.generate();
      signatures.sign(first, alice);
      signatures.sign(first, alice);
      signatures.sign(first, bob);
      assertEquals(2, signatures.signers(first).size());
      assertEquals(List.of(), signatures.signers(second));
      BlobInfo stored;
      try (Stream<BlobInfo> blobs = fixture.store.list("ledgers/l/signatures/")) {
        stored = blobs.findFirst().orElseThrow();
      }
      byte[] forged = fixture.store.get(stored.key());
      forged[0] ^= 1;
      fixture.store.put(stored.key(), forged, PutMode.OVERWRITE);
      List<VerificationKey> left = signatures.signers(first);
      assertEquals(1, left.size());
      assertFalse(stored.key().toString().contains(left.get(0).hex()));
    }
  }

  /** In the store, in a fork, in a bundle: the first height that lacks the signature is named. */
  @Test
  void everyHeaderOfARangeMustBeSigned() throws Exception {
    try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
      SigningKey alice = SigningKey.generate();
      Ledger ledger = fixture.ledger("l");
      HeaderSignatures signatures = new HeaderSignatures(fixture.store, "l");
      BatchHeader.Sealed first =
          Fixture.commit(ledger, Fixture.deploy("c")).record().header();
      signatures.sign(first, alice);
      for (int height = 2; height <= 4; height++) {
        signatures.sign(
            Fixture.commit(ledger, Fixture.increment("c", 1)).record().header(), alice);
      }
      LedgerHead unused = LedgerFork.create(fixture.store, "l", 4, "fork");
      for (String name : List.of("l", "fork")) {
        assertVerified(verify(fixture, name, alice), verifyBundle(fixture, name, alice));
      }
      byte[] ofFirst = fixture.store.get(key(1, alice));
      fixture.store.put(key(3, alice), ofFirst, PutMode.OVERWRITE);
      assertUnsigned(3, alice, verify(fixture, "l", alice), verifyBundle(fixture, "l", alice));
      fixture.store.delete(key(3, alice));
      assertUnsigned(3, alice, verify(fixture, "l", alice), verifyBundle(fixture, "l", alice));
      SigningKey mallory = SigningKey.generate();
      assertUnsigned(1, mallory, verify(fixture, "l", mallory));
    }
  }

  private static BlobKey key(int height, SigningKey signer) {
    return BlobKey.of("ledgers/l/signatures/0000000000000000000" + height + "/"
        + signer.verification().hex() + ".sig");
  }

  private static Verification verify(Fixture fixture, String ledger, SigningKey signer) {
    return new ReplayVerifier(
            ledger, fixture.store, fixture.execution, Optional.of(signer.verification()))
        .verify(1, 4, height -> {});
  }

  private static Verification verifyBundle(Fixture fixture, String ledger, SigningKey signer)
      throws Exception {
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    BundleExport.write(fixture.store, ledger, 2, 4, bundle);
    return Bundle.open(BlobSource.of(bundle.toByteArray()), 1 << 28)
        .verify(
            store -> BatchExecution.open(ExecutionOptions.simplest(), new ModuleStore(store)),
            Optional.of(signer.verification()),
            height -> {});
  }

  private static void assertVerified(Verification... found) {
    for (Verification each : found) {
      assertInstanceOf(Verification.Verified.class, each);
    }
  }

  private static void assertUnsigned(int height, SigningKey signer, Verification... found) {
    for (Verification each : found) {
      Verification.Unsigned unsigned = assertInstanceOf(Verification.Unsigned.class, each);
      assertEquals(
          "Height " + height + ": the header has no valid signature of "
              + signer.verification().name() + ".",
          unsigned.describe());
      assertEquals(height, unsigned.height());
    }
  }
}
