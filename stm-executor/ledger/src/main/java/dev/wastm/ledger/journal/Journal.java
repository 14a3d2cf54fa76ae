package dev.wastm.ledger.journal;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.execution.ExecutedBatch;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stored batches of one ledger, append-only. The blob store's put-if-absent is the only arbiter of what took effect: whoever writes a
 * height first has decided it. Thread-safe, and safe with other processes on the same store.
 */
public final class Journal {
  private static final String SUFFIX = ".batch";

  /** A header has a name of 100 bytes, seven digests and some numbers; more than twice their size, for what names may become. */
  private static final int HEADER_BYTES_MAX = 1024;

  private final BlobStore store;
  private final String ledger;

  /** Read when first needed, and kept: it never changes once it is there, and threads that race to read it store the same. */
  private volatile Genesis.@Nullable Sealed genesis;

  public Journal(BlobStore store, String ledger) {
    this.store = store;
    this.ledger = ledger;
  }

  /**
   * Stores a batch. Storing the same again changes nothing; once this returns, the batch has taken effect.
   *
   * @throws ForkException where another batch has its height
   * @throws CorruptRecordException where something has its height that is no batch
   */
  public void append(ExecutedBatch executed) throws ForkException, CorruptRecordException {
    BatchOutcome outcome = executed.outcome();
    long height = outcome.batch().height();
    BlobKey key = key(height);
    byte[] bytes = JournalRecord.encode(executed);
    assert isReadBack(outcome, bytes) : "what is written is what will be read";
    if (!store.putIfAbsent(key, bytes)) {
      byte[] stored = RecordRoom.find(store, key, height, 0).orElseThrow(() -> missing(height));
      requireEqual(outcome.header(), bytes, stored);
    }
  }

  private static boolean isReadBack(BatchOutcome outcome, byte[] bytes)
      throws CorruptRecordException {
    BatchOutcome read = JournalRecord.decode(outcome.batch().height(), bytes, 0);
    return read.batch().equals(outcome.batch()) && read.receipts().equals(outcome.receipts());
  }

  /**
   * The record of a height; empty where there is none yet.
   *
   * @throws CorruptRecordException where the stored bytes are not what was stored
   */
  public Optional<BatchOutcome> read(long height) throws CorruptRecordException {
    return read(height, 0).map(Stored::outcome);
  }

  /**
   * The record that follows a head; empty where there is none yet. It is read only where there is room for it beside the head's state.
   *
   * @throws CorruptRecordException where the stored bytes are not what was stored
   */
  public Optional<BatchOutcome> next(LedgerHead head) throws CorruptRecordException {
    return read(head.height() + 1, head.state().heapBytes()).map(Stored::outcome);
  }

  private Optional<Stored> read(long height, long heldBytes) throws CorruptRecordException {
    Optional<byte[]> file = RecordRoom.find(store, key(height), height, heldBytes);
    return file.isPresent()
        ? Optional.of(new Stored(decode(height, file.get(), heldBytes), file.get()))
        : Optional.empty();
  }

  private BatchOutcome decode(long height, byte[] file, long heldBytes)
      throws CorruptRecordException {
    BatchOutcome outcome = JournalRecord.decode(height, file, heldBytes);
    requireOwn(height, outcome.header());
    return outcome;
  }

  private void requireOwn(long height, BatchHeader.Sealed header) throws CorruptRecordException {
    Optional<String> foreign = requireGenesis().foreign(header);
    if (foreign.isPresent()) {
      throw new CorruptRecordException(height, foreign.get());
    }
    if (header.header().height() != height) {
      throw new CorruptRecordException(
          height, "it is the record of height " + header.header().height());
    }
  }

  /**
   * The ledger's genesis; {@link Genesis#ofNoLedgerYet} where there is neither one nor a batch.
   *
   * @throws CorruptRecordException where it is damaged, another ledger's, or missing though there are batches
   */
  public Genesis.Sealed genesis() throws CorruptRecordException {
    Optional<Genesis.Sealed> stored = storedGenesis();
    return stored.isEmpty() && newestHeight() == 0
        ? Genesis.ofNoLedgerYet(ledger)
        : requireGenesis();
  }

  private Genesis.Sealed requireGenesis() throws CorruptRecordException {
    return storedGenesis()
        .orElseThrow(() -> CorruptRecordException.ofGenesis(ledger, "is missing"));
  }

  private Optional<Genesis.Sealed> storedGenesis() throws CorruptRecordException {
    if (genesis == null) {
      genesis = new GenesisFile(store, ledger).find().orElse(null);
    }
    return Optional.ofNullable(genesis);
  }

  /**
   * The header of a height alone, from the first kilobyte of its record; empty where there is none. Whether the rest of the record is
   * whole is not looked at.
   *
   * @throws CorruptRecordException where what is stored does not begin with a header of this ledger and height
   */
  public Optional<BatchHeader.Sealed> header(long height) throws CorruptRecordException {
    Optional<byte[]> beginning = SmallObject.find(store, key(height), HEADER_BYTES_MAX);
    if (beginning.isEmpty()) {
      return Optional.empty();
    }
    BatchHeader.Sealed header = JournalRecord.decodeHeader(height, beginning.get());
    requireOwn(height, header);
    return Optional.of(header);
  }

  /**
   * The header of a height that must exist, as {@link #header} reads it.
   *
   * @throws CorruptRecordException where it is missing as well
   */
  public BatchHeader.Sealed requireHeader(long height) throws CorruptRecordException {
    return header(height).orElseThrow(() -> missing(height));
  }

  /**
   * The record of a height that must exist.
   *
   * @throws CorruptRecordException where it is missing, or the stored bytes are not what was stored
   */
  public BatchOutcome require(long height) throws CorruptRecordException {
    return requireStored(height).outcome();
  }

  private static CorruptRecordException missing(long height) {
    return new CorruptRecordException(height, "it is missing from the blob store");
  }

  /**
   * The record that follows a head, which must exist; see {@link #next}.
   *
   * @throws CorruptRecordException where it is missing, or the stored bytes are not what was stored
   */
  public BatchOutcome requireNext(LedgerHead head) throws CorruptRecordException {
    return requireNextStored(head).outcome();
  }

  /**
   * The record that follows a head, which must exist, with the bytes that it was stored as; see {@link #next}.
   *
   * @throws CorruptRecordException where it is missing, or the stored bytes are not what was stored
   */
  public Stored requireNextStored(LedgerHead head) throws CorruptRecordException {
    long height = head.height() + 1;
    return read(height, head.state().heapBytes()).orElseThrow(() -> missing(height));
  }

  /**
   * The record of a height that must exist, with the bytes that it was stored as.
   *
   * @throws CorruptRecordException where it is missing, or the stored bytes are not what was stored
   */
  public Stored requireStored(long height) throws CorruptRecordException {
    return read(height, 0).orElseThrow(() -> missing(height));
  }

  /** An outcome and the bytes that it was read from, for whoever copies them. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Stored(BatchOutcome outcome, byte[] file) {}

  /** What the file of an entry may have, in bytes, in some epoch. */
  public static long entryBytesMax() {
    return RecordRoom.entryBytesMax();
  }

  /** How much memory reading an entry takes at most, in bytes; 0 where a file is none. */
  public static long neededBytes(byte[] file) {
    return RecordRoom.neededBytes(file);
  }

  /** The greatest height that is stored; 0 where none is. */
  public long newestHeight() {
    return newestHeight("");
  }

  /**
   * Makes sure that a journal in which a height was not found has not merely lost it. Looks no further than the thousand heights that the
   * height is among, so that it costs one request.
   *
   * @throws CorruptRecordException where a later height is stored, and this one still is not: it may have been written meanwhile, but
   *     always before the later one
   */
  public void requireNotLost(long height) throws CorruptRecordException {
    String name = HeightName.of(height);
    boolean laterExists = newestHeight(name.substring(0, name.length() - 3)) > height;
    if (laterExists && store.head(key(height)).isEmpty()) {
      throw new CorruptRecordException(height, "it is missing, though later ones exist");
    }
  }

  private long newestHeight(String digits) {
    int start = folder().length();
    try (Stream<BlobInfo> blobs = store.list(folder() + digits)) {
      return blobs
          .map(info -> info.key().toString())
          .filter(key -> key.endsWith(SUFFIX))
          .map(key -> HeightName.parse(key.substring(start, key.length() - SUFFIX.length())))
          .flatMapToLong(OptionalLong::stream)
          .max()
          .orElse(0);
    }
  }

  /** Where a height's record lies. */
  public BlobKey key(long height) {
    return BlobKey.of(folder() + HeightName.of(height) + SUFFIX);
  }

  private String folder() {
    return "ledgers/" + ledger + "/journal/";
  }

  private void requireEqual(BatchHeader.Sealed header, byte[] ours, byte[] stored)
      throws ForkException, CorruptRecordException {
    if (!Arrays.equals(ours, stored)) {
      long height = header.header().height();
      BatchOutcome other = decode(height, stored, 0);
      throw new ForkException(
          "Height " + height + " of ledger \"" + ledger + "\" holds another batch than the one just"
              + " executed: its header is " + other.header().hash() + ", and not " + header.hash()
              + ". Two writers used this ledger with different batches, or with different code; nothing was"
              + " overwritten. Read what is stored (wastm ledger verify) before going on.");
    }
  }
}
