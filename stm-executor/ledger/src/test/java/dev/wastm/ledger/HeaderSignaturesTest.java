package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.journal.HeaderSignatures;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.key.VerificationKey;
import java.util.List;
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
      assertEquals(
          false,
          stored.key().toString().contains(left.get(0).name().substring("ed25519:".length())));
    }
  }
}
