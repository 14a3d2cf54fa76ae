package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.Journal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies in a store, for comparing. */
final class StoreContents {
  private StoreContents() {}

  /** The digests of all objects below a prefix, by key. */
  static Map<String, Digest> of(BlobStore store, String prefix) {
    Map<String, Digest> contents = new TreeMap<>();
    try (Stream<BlobInfo> blobs = store.list(prefix)) {
      blobs.forEach(info -> contents.put(info.key().toString(), Sha256.of(store.get(info.key()))));
    }
    return contents;
  }

  static Map<String, Digest> ofJournal(BlobStore store) {
    return of(store, "ledgers/l/journal/");
  }

  /** Every checkpoint that there is can be read, and is what the journal says. */
  static void requireWholeCheckpoints(BlobStore store) throws Exception {
    Checkpoints checkpoints = new Checkpoints(store, "l");
    Journal journal = new Journal(store, "l");
    for (long height : checkpoints.heights()) {
      assertEquals(
          journal.require(height).header(),
          checkpoints.newestAtMost(height).header().orElseThrow());
    }
  }
}
