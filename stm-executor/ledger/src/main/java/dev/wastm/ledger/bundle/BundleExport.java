package dev.wastm.ledger.bundle;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.archive.ArchiveWriter;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.execution.system.ActorRecord;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.module.ModuleStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes a bundle of a range of a ledger: the same range gives the same bytes. The bundle is gathered in memory, in a store of its own that is
 * laid out like the one it comes from, and so it is as large as memory allows.
 */
public final class BundleExport {
  private final BlobStore from;
  private final String ledger;
  private final BlobStore gathered = BlobStores.open("memory:");

  private BundleExport(BlobStore from, String ledger) {
    this.from = from;
    this.ledger = ledger;
  }

  /**
   * Writes the bundle of the heights from one to another, both included.
   *
   * @throws CorruptRecordException where a batch of the range, or one that leads to it, is damaged or missing
   */
  public static void write(BlobStore store, String ledger, long from, long to, OutputStream out)
      throws CorruptRecordException, IOException {
    BundleExport export = new BundleExport(store, ledger);
    LedgerHead last = export.gather(from, to);
    BundleIndex index = new BundleIndex(
        BundleIndex.FORMAT,
        ledger,
        last.genesis().hash().hex(),
        from,
        to,
        last.hash().hex());
    BundleSeal.append(export.archive(index), out);
  }

  /** Returns the head after the range. */
  private LedgerHead gather(long first, long last) throws CorruptRecordException {
    Journal journal = new Journal(from, ledger);
    LedgerHead head = new Checkpoints(from, ledger).headAt(first - 1);
    LedgerSignatures signatures = new LedgerSignatures(from, ledger);
    LedgerSignatures copies = new LedgerSignatures(gathered, ledger);
    copy(GenesisFile.key(ledger), GenesisFile.SIZE_BYTES_MAX);
    signatures.copy(head.genesis(), copies);
    TreeSet<Digest> modules = new TreeSet<>(ActorRecord.modulesOf(head.state()));
    if (head.height() > 0) {
      gathered.put(
          journal.key(head.height()),
          journal.requireStored(head.height()).file(),
          PutMode.OVERWRITE);
      new Checkpoints(gathered, ledger).write(head);
    }
    for (long height = first; height <= last; height++) {
      Journal.Stored stored = journal.requireNextStored(head);
      gathered.put(journal.key(height), stored.file(), PutMode.OVERWRITE);
      BatchOutcome recorded = stored.outcome();
      signatures.copy(recorded.header(), copies);
      recorded.modules().forEach(modules::add);
      head = head.advance(recorded);
    }
    modules.forEach(digest -> gathered.put(
        ModuleStore.key(digest), new ModuleStore(from).fetch(digest), PutMode.OVERWRITE));
    return head;
  }

  private void copy(BlobKey key, int bytesMax) {
    gathered.put(key, from.get(key, bytesMax), PutMode.OVERWRITE);
  }

  private byte[] archive(BundleIndex index) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArchiveWriter archive = new ArchiveWriter(bytes);
        Stream<BlobInfo> blobs = gathered.list("")) {
      archive.add(BundleIndex.NAME, index.encode());
      for (BlobInfo blob : (Iterable<BlobInfo>) blobs::iterator) {
        archive.add(
            blob.key().toString(), gathered.get(blob.key(), Math.toIntExact(blob.sizeBytes())));
      }
    }
    return bytes.toByteArray();
  }
}
