package dev.wastm.ledger.bundle;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.archive.ArchiveReader;
import dev.wastm.ledger.archive.InvalidArchiveException;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.system.ActorRecord;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A bundle, unpacked into memory: never onto a disk, and never more of it than the reader allows. What it holds is a small blob store, so that
 * it is verified as any ledger is. Immutable and thread-safe.
 */
public final class Bundle {
  /** A bundle is unpacked in memory, in which there must be room for the state and the execution as well. */
  private static final long UNPACKED_PART = 4;

  /** All of it, and the state and batches that come of it, leave a part for the execution. */
  private static final long VERIFICATION_PARTS = 4;

  private final BundleIndex index;
  private final BlobStore store;
  private final long sizeBytes;

  private Bundle(BundleIndex index, BlobStore store, long sizeBytes) {
    this.index = index;
    this.store = store;
    this.sizeBytes = sizeBytes;
  }

  /**
   * Unpacks a bundle's file, in which nothing but a bundle's contents may be: named as in a blob store, in order, none twice, each no larger
   * than it may be. A file that is larger than its contents may be is not read.
   *
   * @param file read twice
   * @param heapBytes how much memory there is for the bundle and for its verification
   * @throws InvalidBundleException saying what is wrong
   * @throws IOException where the file cannot be read
   */
  public static Bundle open(BlobSource file, long heapBytes)
      throws InvalidBundleException, IOException {
    long unpackedBytesMax = heapBytes / UNPACKED_PART;
    long lengthBytes = file.lengthBytes().orElseThrow();
    if (lengthBytes > unpackedBytesMax) {
      throw tooLarge("has " + lengthBytes + " bytes", unpackedBytesMax);
    }
    try (InputStream sealed = file.open()) {
      if (!BundleSeal.isWhole(sealed, lengthBytes)) {
        throw new InvalidBundleException(
            "This is no whole bundle: its bytes do not have the digest at its end.");
      }
    }
    try (ArchiveReader archive = new ArchiveReader(file.open(), unpackedBytesMax)) {
      Bundle bundle = read(archive);
      bundle.requireRoom(heapBytes);
      return bundle;
    } catch (InvalidArchiveException e) {
      throw e.isTooLarge()
          ? tooLarge("unpacks to more", unpackedBytesMax)
          : new InvalidBundleException("The bundle cannot be unpacked: " + e.getMessage() + ".");
    } catch (IllegalArgumentException | BlobStoreException e) {
      throw new InvalidBundleException("The bundle cannot be unpacked: " + e.getMessage());
    }
  }

  private static InvalidBundleException tooLarge(String what, long bytesMax) {
    return new InvalidBundleException("The bundle " + what + ", and there is room for " + bytesMax
        + " bytes; give this process more memory (-Xmx), or export a smaller range.");
  }

  public String ledger() {
    return index.ledger();
  }

  public long from() {
    return index.from();
  }

  public long to() {
    return index.to();
  }

  /**
   * Executes all of it once more; see {@link ReplayVerifier}.
   *
   * @param executing what executes the batches of the bundle's store; closed here
   * @param expected what it must be; the genesis and the last header must be those that the bundle states in any case
   */
  public Verification verify(
      Function<BlobStore, BatchExecution> executing,
      Expectations expected,
      ReplayVerifier.Progress progress)
      throws InvalidBundleException {
    requireNoOtherModule(base());
    try (BatchExecution execution = executing.apply(store)) {
      Verification found = new ReplayVerifier(index.ledger(), store, execution, expected)
          .verify(index.from(), index.to(), progress);
      if (found instanceof Verification.Verified verified) {
        requireStated("ends with the header", index.headerHash(), verified.headerHash());
        requireStated(
            "has the genesis", index.genesis(), verified.genesis().hash().hex());
      }
      return found;
    }
  }

  private static void requireStated(String what, String stated, String found)
      throws InvalidBundleException {
    if (!stated.equals(found)) {
      throw new InvalidBundleException("The bundle says that it " + what + " " + stated
          + ", but it " + what + " " + found + ".");
    }
  }

  /** The state that the range starts from is a checkpoint, which stands or falls with its journal entry. */
  private State base() throws InvalidBundleException {
    long base = index.from() - 1;
    if (base == 0) {
      return State.EMPTY;
    }
    try {
      LedgerHead head = new Checkpoints(store, index.ledger()).newestAtMost(base);
      if (head.height() != base) {
        throw new InvalidBundleException(
            "The bundle's state before height " + index.from() + " is missing or damaged.");
      }
      return head.state();
    } catch (CorruptRecordException | BlobStoreException e) {
      throw new InvalidBundleException("The bundle is damaged: " + e.getMessage());
    }
  }

  /** What no actor has and no batch names, nobody would read. */
  private void requireNoOtherModule(State base) throws InvalidBundleException {
    Set<BlobKey> named = new HashSet<>();
    ActorRecord.modulesOf(base).forEach(digest -> named.add(ModuleStore.key(digest)));
    Journal journal = new Journal(store, index.ledger());
    try {
      for (long height = index.from(); height <= index.to(); height++) {
        journal.require(height).modules().forEach(digest -> named.add(ModuleStore.key(digest)));
      }
    } catch (CorruptRecordException e) {
      // Said by the verification, which comes to it as well.
      return;
    }
    requireNamed("modules/", named, "which neither the state before it nor a batch of it names");
  }

  private void requireNamed(String folder, Set<BlobKey> named, String otherwise)
      throws InvalidBundleException {
    try (Stream<BlobInfo> blobs = store.list(folder)) {
      Optional<BlobInfo> unnamed =
          blobs.filter(blob -> !named.contains(blob.key())).findFirst();
      if (unnamed.isPresent()) {
        throw new InvalidBundleException(
            "The bundle holds \"" + unnamed.get().key() + "\", " + otherwise + ".");
      }
    }
  }

  private static Bundle read(ArchiveReader archive)
      throws InvalidArchiveException, InvalidBundleException {
    Optional<ArchiveReader.Entry> entry = archive.next();
    if (!entry.map(ArchiveReader.Entry::name).equals(Optional.of(BundleIndex.NAME))) {
      throw new InvalidBundleException("The bundle does not begin with " + BundleIndex.NAME + ".");
    }
    BundleIndex index =
        BundleIndex.decode(archive.content(entry.get(), BundleIndex.SIZE_BYTES_MAX));
    BundleContents contents = new BundleContents(index);
    BlobStore store = BlobStores.open("memory:");
    long sizeBytes = 0;
    String last = "";
    for (entry = archive.next(); entry.isPresent(); entry = archive.next()) {
      String name = entry.get().name();
      int sizeBytesMax = contents
          .sizeBytesMax(name)
          .orElseThrow(() -> new InvalidBundleException("The bundle holds \"" + Excerpt.of(name)
              + "\", which does not belong into a bundle of the heights " + index.from() + " to "
              + index.to() + " of ledger \"" + index.ledger() + "\"."));
      if (name.compareTo(last) <= 0) {
        throw new InvalidBundleException(
            "The bundle holds \"" + name + "\" twice, or not in the order of the names.");
      }
      last = name;
      store.put(BlobKey.of(name), archive.content(entry.get(), sizeBytesMax), PutMode.IF_ABSENT);
      sizeBytes += entry.get().sizeBytes();
    }
    return new Bundle(index, store, sizeBytes);
  }

  /**
   * Makes sure that the bundle can be verified in so much memory: its files, the state before it, and its largest batch are there together. What
   * the checkpoint does not name is refused here, because nobody would read it.
   */
  private void requireRoom(long heapBytes) throws InvalidBundleException {
    Checkpoints checkpoints = new Checkpoints(store, index.ledger());
    long needed = sizeBytes + checkpoints.neededBytes(index.from() - 1);
    long largest = 0;
    Journal journal = new Journal(store, index.ledger());
    requireNamed(
        "ledgers/" + index.ledger() + "/checkpoints/",
        checkpoints.files(index.from() - 1),
        "which its checkpoint does not name, or which is no checkpoint");
    for (long height = Math.max(1, index.from() - 1); height <= index.to(); height++) {
      Optional<byte[]> entry = store.find(journal.key(height), (int) Journal.entryBytesMax());
      if (entry.isEmpty()) {
        // It is missed where it is needed, and said to be missing.
        break;
      }
      largest = Math.max(largest, Journal.neededBytes(entry.get()));
    }
    if (needed + largest > heapBytes / VERIFICATION_PARTS * (VERIFICATION_PARTS - 1)) {
      throw new InvalidBundleException("The bundle takes up to " + ((needed + largest) >> 20)
          + " MiB of memory to be verified, and this process has " + (heapBytes >> 20)
          + "; give it more (-Xmx), or export a smaller range.");
    }
  }
}
