package dev.wastm.ledger.checkpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.NoRoomException;
import dev.wastm.ledger.proto.CheckpointManifestProto;
import dev.wastm.ledger.proto.CheckpointPartProto;
import dev.wastm.ledger.proto.HeaderProto;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.ledger.wire.CanonicalMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one ledger: whole states, from which a worker or an auditor starts without reading the journal from its beginning. A
 * checkpoint exists once its manifest is written, which comes last. Thread-safe, and safe with other processes on the same store.
 */
public final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  /** What a manifest's file may have. */
  public static final int MANIFEST_BYTES_MAX = CheckpointFiles.MANIFEST_BYTES_MAX;

  /** What a part's file may have. */
  public static final int PART_BYTES_MAX = CheckpointPart.FILE_BYTES_MAX;

  private final Journal journal;
  private final CheckpointFiles files;

  /** The checkpoint that was read or written last: what the next one is laid over. */
  @GuardedBy("this")
  private Layout known = Layout.NONE;

  public Checkpoints(BlobStore store, String ledger) {
    this.journal = new Journal(store, ledger);
    this.files = new CheckpointFiles(store, ledger);
  }

  /**
   * Stores a checkpoint of a ledger's head; where there is one of that height already, nothing is done. What has not changed since the
   * checkpoint that was read or written last is not stored again: its parts are named.
   *
   * @throws IllegalArgumentException for a head without a batch: there is nothing to store
   */
  public synchronized void write(LedgerHead head) {
    BatchHeader.Sealed header = head.header()
        .orElseThrow(
            () -> new IllegalArgumentException("A ledger without a batch has no checkpoint."));
    long height = head.height();
    if (files.hasManifest(height)) {
      return;
    }
    Layout base = files.hasManifest(known.height()) ? known.baseFor(head.state()) : Layout.NONE;
    PartWriter parts = new PartWriter((file, entries) -> files.putPart(height, file, entries));
    base.state().forEachChange(head.state(), parts::add);
    Layout layout = base.with(height, head.state(), parts.finish());
    CheckpointManifestProto.Builder manifest = CheckpointManifestProto.newBuilder()
        .setHeader(header.bytes())
        .setEntries(head.state().size());
    layout.parts().forEach(part -> manifest.addParts(ManifestRuns.relative(part, height)));
    boolean isOurs = files.putManifest(height, manifest.build());
    known = isOurs ? layout : Layout.NONE;
  }

  /**
   * Removes all but the newest whole checkpoints, and what none of these needs. The journal stays, and so every height can still be reached.
   *
   * @param count how many to keep, from 1
   */
  public synchronized Sweep.Result sweep(int count) {
    return new Sweep(this, files).keep(count);
  }

  /** The heights of the stored checkpoints, ascending. */
  public List<Long> heights() {
    return files.heights();
  }

  /**
   * The newest whole checkpoint at or below a height; the head before the first batch where there is none. A damaged checkpoint is reported
   * in the log and passed over: the journal holds all that it held.
   *
   * @throws CorruptRecordException where a checkpoint of this ledger has another header than the journal has at its height, or the genesis
   *     is damaged
   */
  public LedgerHead newestAtMost(long height) throws CorruptRecordException {
    List<Long> candidates = heights().stream()
        .filter(candidate -> candidate <= height)
        .sorted(Comparator.reverseOrder())
        .toList();
    for (long candidate : candidates) {
      requireSameHistory(candidate);
      Optional<LedgerHead> head = find(candidate);
      if (head.isPresent()) {
        return head.get();
      }
    }
    return LedgerHead.before(journal.genesis());
  }

  /**
   * A checkpoint is only ever written of what the journal has, and no batch is ever replaced by another: where both are whole and differ, one of
   * them was written by somebody else, and no machine can say which.
   */
  private void requireSameHistory(long height) throws CorruptRecordException {
    Optional<Digest> ours = journalled(height);
    Optional<Digest> theirs = named(height);
    if (ours.isPresent() && theirs.isPresent() && !ours.equals(theirs)) {
      throw new CorruptRecordException(
          height,
          "its header is " + ours.get() + ", and the checkpoint " + files.manifestKey(height)
              + " was made of " + theirs.get()
              + ", so that the history was rewritten or the checkpoint planted");
    }
  }

  private Optional<Digest> journalled(long height) {
    try {
      return journal.header(height).map(BatchHeader.Sealed::hash);
    } catch (CorruptRecordException e) {
      return Optional.empty();
    }
  }

  /** The hash of the header that a checkpoint was made of; empty where it is damaged, or of another ledger or height. */
  private Optional<Digest> named(long height) throws CorruptRecordException {
    try {
      BatchHeader.Sealed header = header(files.readManifest(height));
      boolean isOwn = header.header().height() == height
          && journal.genesis().foreign(header).isEmpty();
      return isOwn ? Optional.of(header.hash()) : Optional.empty();
    } catch (CorruptCheckpointException e) {
      return Optional.empty();
    }
  }

  /**
   * The keys of all files that a checkpoint consists of, as its manifest names them; none where there is no manifest.
   *
   * @throws IllegalArgumentException where the manifest is damaged
   */
  public Set<BlobKey> files(long height) {
    Set<BlobKey> keys = new HashSet<>();
    for (CheckpointPartProto part : parts(height)) {
      keys.add(files.key(part));
      keys.add(files.manifestKey(height));
    }
    return keys;
  }

  /**
   * How much memory reading a checkpoint takes at most, as its manifest says; 0 where there is no manifest.
   *
   * @throws IllegalArgumentException where the manifest is damaged
   */
  public long neededBytes(long height) {
    return parts(height).stream().mapToLong(StateRoom::neededBytes).sum();
  }

  private List<CheckpointPartProto> parts(long height) {
    if (!files.hasManifest(height)) {
      return List.of();
    }
    try {
      return ManifestRuns.runs(files.readManifest(height), height).stream()
          .flatMap(List::stream)
          .toList();
    } catch (CorruptCheckpointException e) {
      throw new IllegalArgumentException(
          "the checkpoint of height " + height + " is damaged: " + e.getMessage() + ".", e);
    }
  }

  /** A checkpoint that is whole; one that is not is reported in the log. */
  Optional<LedgerHead> find(long height) {
    try {
      return Optional.of(read(height));
    } catch (CorruptCheckpointException e) {
      LOG.warn(
          "The checkpoint {} is damaged: {}. It is passed over, for the one before it where there is one.",
          files.manifestKey(height),
          e.getMessage());
      return Optional.empty();
    }
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
      head = head.advance(journal.requireNext(head));
    }
    return head;
  }

  /** A checkpoint, checked against its own digests, its state root, and the journal. */
  synchronized LedgerHead read(long height) throws CorruptCheckpointException {
    CheckpointManifestProto manifest = files.readManifest(height);
    BatchHeader.Sealed header = header(manifest);
    requireJournalled(height, header);
    Layout layout = Layout.NONE;
    StateRoom room = new StateRoom(NoRoomException.heapBytes());
    for (List<CheckpointPartProto> run : ManifestRuns.runs(manifest, height)) {
      layout = layout.with(height, read(layout.state(), run, room), run);
    }
    State state = layout.state();
    if (state.size() != manifest.getEntries()) {
      throw new CorruptCheckpointException("it has " + state.size() + " entries; its manifest says "
          + Long.toUnsignedString(manifest.getEntries()));
    }
    if (!state.root().equals(header.header().stateRoot())) {
      throw new CorruptCheckpointException("its entries do not have the state root of its height");
    }
    known = layout;
    return new LedgerHead(genesis(), Optional.of(header), state);
  }

  private Genesis.Sealed genesis() throws CorruptCheckpointException {
    try {
      return journal.genesis();
    } catch (CorruptRecordException e) {
      throw new CorruptCheckpointException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A state with a run's parts over it. Parts wait until together they have as many entries as the state: so the whole trie is gone through a
   * few times instead of once for each part, and what waits takes about as much room as what is there.
   */
  private State read(State below, List<CheckpointPartProto> run, StateRoom room)
      throws CorruptCheckpointException {
    State state = below;
    room.begin(below, ManifestRuns.entries(run));
    List<StateChange> waiting = new ArrayList<>();
    Optional<StateKey> last = Optional.empty();
    for (CheckpointPartProto part : run) {
      CheckpointPart.Entries read = CheckpointPart.read(files.readPart(part), part.getEntries());
      last = Optional.of(requireInOrder(part, read.entries(), last));
      if (waiting.size() >= state.size()) {
        state = state.with(waiting);
        waiting = new ArrayList<>();
      }
      room.add(read.bytes());
      waiting.addAll(read.entries());
    }
    return state.with(waiting);
  }

  private static BatchHeader.Sealed header(CheckpointManifestProto manifest)
      throws CorruptCheckpointException {
    try {
      long unused =
          CanonicalMessage.requireCanonical(HeaderProto.getDescriptor(), manifest.getHeader());
      return BatchHeader.unseal(manifest.getHeader());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new CorruptCheckpointException("its manifest cannot be read: " + e.getMessage());
    }
  }

  /** Returns the part's last key. */
  private static StateKey requireInOrder(
      CheckpointPartProto part, List<StateChange> entries, Optional<StateKey> before)
      throws CorruptCheckpointException {
    if (entries.size() != part.getEntries()) {
      throw new CorruptCheckpointException("its part " + part.getName() + " has " + entries.size()
          + " entries; its manifest says " + part.getEntries());
    }
    Optional<StateKey> last = before;
    for (StateChange entry : entries) {
      if (last.isPresent() && last.get().compareTo(entry.key()) >= 0) {
        throw new CorruptCheckpointException(
            "its part " + part.getName() + " is out of order at the key " + entry.key());
      }
      last = Optional.of(entry.key());
    }
    return last.orElseThrow();
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
}
