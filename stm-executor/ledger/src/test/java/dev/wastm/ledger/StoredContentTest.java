package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.layer.CachedBlobStore;
import dev.wastm.blobstore.layer.DiskCache;
import dev.wastm.blobstore.layer.Sha256;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.key.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class StoredContentTest {
  @TempDir
  private Path folder;

  /** Of a whole store, and nothing that may change or has no digest for a name, such as signatures, which are named by their keys. */
  @Test
  void modulesAndPartsHaveTheDigestThatTheirKeysSay() throws Exception {
    try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
      Ledger ledger = fixture.ledger("l");
      Fixture.commit(ledger, Fixture.deploy("c") + Fixture.increment("c", 5));
      ledger.checkpoint();
      Optional<String> unused = new LedgerSignatures(fixture.store, "l")
          .sign(ledger.head().header().orElseThrow(), SigningKey.generate());
      List<BlobInfo> blobs;
      try (Stream<BlobInfo> all = fixture.store.list("")) {
        blobs = all.toList();
      }
      int named = 0;
      for (BlobInfo blob : blobs) {
        String key = blob.key().value();
        Optional<Sha256> digest = StoredContent.digest(blob.key());
        assertEquals(key.endsWith(".wasm") || key.endsWith(".tar.zst"), digest.isPresent(), key);
        if (digest.isPresent()) {
          assertEquals(Sha256.of(fixture.store.get(blob.key())), digest.get(), key);
          named++;
        }
      }
      assertEquals(2, named);
    }
  }

  /** A worker that starts again on the same machine fetches neither modules nor the checkpoint's parts. */
  @Test
  void aLedgerIsOpenedFromWhatTheMachineKeeps() throws Exception {
    try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
      Ledger ledger = fixture.ledger("l");
      Fixture.commit(ledger, Fixture.deploy("c") + Fixture.increment("c", 5));
      ledger.checkpoint();
      CachedBlobStore cached =
          new CachedBlobStore(fixture.store, new DiskCache(folder, 1 << 20), StoredContent::digest);
      assertEquals(
          ledger.head().hash(),
          Fixture.open("l", cached, fixture.execution).head().hash());
      try (Stream<BlobInfo> parts = fixture.store.list("ledgers/l/checkpoints/")) {
        parts.filter(part -> part.key().value().endsWith(".tar.zst")).forEach(part -> {
          Path kept =
              folder.resolve(StoredContent.digest(part.key()).orElseThrow().hex());
          assertEquals(part.sizeBytes(), kept.toFile().length());
        });
      }
      try (Stream<Path> kept = Files.list(folder)) {
        assertEquals(1, kept.count());
      }
    }
  }
}
