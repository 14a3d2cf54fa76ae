package dev.wastm.ledger;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.submission.TransactionsFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody does who can write to a ledger's store and knows the formats: another newest batch, every digest right. */
public final class Rewriting {
  private Rewriting() {}

  /** Puts a batch of these lines in the place of a ledger's newest one. */
  public static void newest(BlobStore store, String name, String lines) throws Exception {
    Journal journal = new Journal(store, name);
    long newest = journal.newestHeight();
    try (BlobStore elsewhere = BlobStores.open("memory:")) {
      for (BlobInfo blob : all(store)) {
        boolean isOlder = !blob.key().equals(journal.key(newest))
            && !blob.key().toString().contains("/checkpoints/");
        if (isOlder) {
          elsewhere.put(blob.key(), store.get(blob.key()), PutMode.IF_ABSENT);
        }
      }
      commit(elsewhere, name, lines);
      store.put(journal.key(newest), elsewhere.get(journal.key(newest)), PutMode.OVERWRITE);
    }
  }

  private static List<BlobInfo> all(BlobStore store) {
    try (Stream<BlobInfo> blobs = store.list("")) {
      return blobs.toList();
    }
  }

  /** Commits a batch as a worker would that knows nothing of other ones. */
  public static void commit(BlobStore store, String name, String lines) throws Exception {
    try (BatchExecution execution =
        BatchExecution.open(ExecutionOptions.simplest(), new ModuleStore(store))) {
      Ledger ledger = Ledger.open(name, store, execution);
      ledger.establish(Optional.empty());
      Ledger.Slot slot = new Ledger.Slot(
          ledger.head().height() + 1,
          ledger.head().hash(),
          9_000_000_000_000L,
          Sha256.of(new byte[1]));
      byte[] text = lines.getBytes(StandardCharsets.UTF_8);
      Ledger.Committed unused = ledger.commit(ledger.seal(
          "other",
          TransactionsFile.parse("other", new ByteArrayInputStream(text), ledger.protocol()),
          slot));
    }
  }
}
