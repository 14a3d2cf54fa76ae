package dev.wastm.ledger.checkpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.SealedFile;
import dev.wastm.ledger.proto.CheckpointManifestProto;
import dev.wastm.ledger.proto.CheckpointPartProto;
import dev.wastm.ledger.state.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one ledger: whole states, from which a worker or an auditor starts without reading the journal from its beginning. A
 * checkpoint exists once its manifest is written, which comes last. Thread-safe, and safe with other processes on the same store.
 */
public final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final String MANIFEST = "/manifest";

  private final BlobStore store;
  private final Journal journal;
  private final String folder;

  public Checkpoints(BlobStore store, String ledger) {
    this.store = store;
    this.journal = new Journal(store, ledger);
    this.folder = "ledgers/" + ledger + "/checkpoints/";
  }

  /**
   * Stores a checkpoint of a ledger's head; where there is one of that height already, nothing is done.
   *
   * @throws IllegalArgumentException for a head without a batch: there is nothing to store
   */
  public void write(LedgerHead head) {
    BatchHeader.Sealed header = head.header()
        .orElseThrow(
            () -> new IllegalArgumentException("A ledger without a batch has no checkpoint."));
    if (store.head(manifestKey(head.height())).isPresent()) {
      return;
    }
    CheckpointManifestProto.Builder manifest = CheckpointManifestProto.newBuilder()
        .setHeader(header.bytes())
        .setEntries(head.state().size());
    List<State.Entry> entries = new ArrayList<>();
    long entryBytes = 0;
    for (State.Entry entry : head.state().entries()) {
      entries.add(entry);
      entryBytes += entry.key().bytes().length + entry.value().length;
      if (entryBytes >= CheckpointPart.ENTRY_BYTES_PER_PART) {
        manifest.addParts(writePart(head.height(), entries));
        entries.clear();
        entryBytes = 0;
      }
    }
    if (!entries.isEmpty()) {
      manifest.addParts(writePart(head.height(), entries));
    }
    putOnce(
        manifestKey(head.height()),
        SealedFile.CHECKPOINT_MANIFEST.seal(manifest.build().toByteString()));
  }

  /** The heights of the stored checkpoints, ascending. */
  public List<Long> heights() {
    try (Stream<BlobInfo> blobs = store.list(folder)) {
      return blobs
          .map(info -> info.key().toString())
          .filter(key -> key.endsWith(MANIFEST))
          .map(
              key -> Long.valueOf(key.substring(folder.length(), key.length() - MANIFEST.length())))
          .toList();
    }
  }

  /**
   * The newest whole checkpoint at or below a height; {@link LedgerHead#GENESIS} where there is none. A damaged checkpoint is reported in
   * the log and passed over: the journal holds all that it held.
   */
  public LedgerHead newestAtMost(long height) {
    List<Long> candidates = heights().stream()
        .filter(candidate -> candidate <= height)
        .sorted(Comparator.reverseOrder())
        .toList();
    for (long candidate : candidates) {
      try {
        return read(candidate);
      } catch (CorruptCheckpointException e) {
        LOG.warn(
            "The checkpoint {} is damaged: {}. Going back to the one before it.",
            manifestKey(candidate),
            e.getMessage());
      }
    }
    return LedgerHead.GENESIS;
  }

  /**
   * The head as it was at a height, from the newest whole checkpoint at or below it and the recorded changes after that.
   *
   * @param height from 0
   * @throws CorruptRecordException where a journal entry on the way is damaged or missing
   */
  public LedgerHead headAt(long height) throws CorruptRecordException {
    LedgerHead head = newestAtMost(height);
    while (head.height() < height) {
      head = head.advance(journal.require(head.height() + 1));
    }
    return head;
  }

  private LedgerHead read(long height) throws CorruptCheckpointException {
    ByteString content = SealedFile.CHECKPOINT_MANIFEST
        .open(store.get(manifestKey(height)))
        .orElseThrow(() -> new CorruptCheckpointException(
            "its manifest does not have the digest it was stored with"));
    try {
      CheckpointManifestProto manifest = CheckpointManifestProto.parseFrom(content);
      BatchHeader.Sealed header = BatchHeader.unseal(manifest.getHeader());
      requireJournalled(height, header);
      State state = State.EMPTY;
      for (CheckpointPartProto part : manifest.getPartsList()) {
        state = state.with(CheckpointPart.read(readPart(height, part)));
      }
      if (!state.root().equals(header.header().stateRoot())) {
        throw new CorruptCheckpointException(
            "its entries do not have the state root of its height");
      }
      return new LedgerHead(Optional.of(header), state);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new CorruptCheckpointException("its manifest cannot be read: " + e.getMessage());
    }
  }

  /** A checkpoint speaks for a height of this ledger only where the journal has the very same header there. */
  private void requireJournalled(long height, BatchHeader.Sealed header)
      throws CorruptCheckpointException {
    try {
      boolean same = journal
          .read(height)
          .map(record -> record.header().hash().equals(header.hash()))
          .orElse(false);
      if (!same) {
        throw new CorruptCheckpointException(
            "its header is not the one that the journal has at height " + height);
      }
    } catch (CorruptRecordException e) {
      throw new CorruptCheckpointException(
          "it cannot be checked, because of the journal: " + e.getMessage());
    }
  }

  private CheckpointPartProto writePart(long height, List<State.Entry> entries) {
    byte[] file = CheckpointPart.write(entries);
    Digest digest = Sha256.of(file);
    String name = digest.hex() + ".tar.zst";
    putOnce(partKey(height, name), file);
    return CheckpointPartProto.newBuilder()
        .setName(name)
        .setSha256(digest.toByteString())
        .setSizeBytes(file.length)
        .setEntries(entries.size())
        .build();
  }

  private byte[] readPart(long height, CheckpointPartProto part) throws CorruptCheckpointException {
    BlobKey key = partKey(height, part.getName());
    byte[] file;
    try {
      file = store.get(key);
    } catch (BlobStoreException e) {
      if (e.kind() == BlobStoreException.Kind.NOT_FOUND) {
        throw new CorruptCheckpointException("its part " + key + " is missing");
      }
      throw e;
    }
    if (!Sha256.of(file).equals(Digest.of(part.getSha256()))) {
      throw new CorruptCheckpointException(
          "its part " + key + " does not have the digest it was stored with");
    }
    return file;
  }

  private void putOnce(BlobKey key, byte[] bytes) {
    try {
      store.put(key, bytes, PutMode.IF_ABSENT);
    } catch (BlobStoreException e) {
      if (e.kind() != BlobStoreException.Kind.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  private BlobKey manifestKey(long height) {
    return BlobKey.of(heightFolder(height) + MANIFEST);
  }

  private BlobKey partKey(long height, String name) {
    return BlobKey.of(heightFolder(height) + "/" + name);
  }

  private String heightFolder(long height) {
    return String.format(Locale.ROOT, "%s%020d", folder, height);
  }
}
