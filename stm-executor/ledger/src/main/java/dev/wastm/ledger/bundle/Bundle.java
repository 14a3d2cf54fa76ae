package dev.wastm.ledger.bundle;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.HeightName;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/**
 * A bundle, unpacked into memory: never onto a disk, and never more of it than the reader allows. What it holds is a small blob store, so that
 * it is verified as any ledger is. Immutable and thread-safe.
 */
public final class Bundle {
  private final BundleIndex index;
  private final BlobStore store;

  private Bundle(BundleIndex index, BlobStore store) {
    this.index = index;
    this.store = store;
  }

  /**
   * Unpacks a bundle's file, in which nothing but a bundle's contents may be.
   *
   * @param unpackedBytesMax how much it may unpack to
   * @throws InvalidBundleException saying what is wrong
   */
  public static Bundle open(byte[] file, long unpackedBytesMax) throws InvalidBundleException {
    if (!BundleSeal.isWhole(file)) {
      throw new InvalidBundleException(
          "This is no whole bundle: its bytes do not have the digest at its end.");
    }
    InputStream compressed =
        new ByteArrayInputStream(file, 0, file.length - BundleSeal.LENGTH_BYTES);
    try (TarArchiveInputStream tar = new TarArchiveInputStream(
        new LimitedInputStream(new ZstdCompressorInputStream(compressed), unpackedBytesMax),
        "UTF-8")) {
      return read(tar);
    } catch (LimitedInputStream.ExceededException e) {
      throw new InvalidBundleException("The bundle unpacks to more than " + unpackedBytesMax
          + " bytes, which is what there is room for; give this process more memory (-Xmx), or export a smaller"
          + " range.");
    } catch (IOException | IllegalArgumentException | BlobStoreException e) {
      throw new InvalidBundleException("The bundle cannot be unpacked: " + e.getMessage());
    }
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
    requireBase();
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
  private void requireBase() throws InvalidBundleException {
    long base = index.from() - 1;
    try {
      if (base > 0) {
        Checkpoints checkpoints = new Checkpoints(store, index.ledger());
        if (checkpoints.newestAtMost(base).height() != base) {
          throw new InvalidBundleException(
              "The bundle's state before height " + index.from() + " is missing or damaged.");
        }
      }
    } catch (CorruptRecordException | BlobStoreException e) {
      throw new InvalidBundleException("The bundle is damaged: " + e.getMessage());
    }
  }

  private static Bundle read(TarArchiveInputStream tar) throws IOException, InvalidBundleException {
    TarArchiveEntry first = tar.getNextEntry();
    if (first == null || !first.getName().equals(BundleIndex.NAME)) {
      throw new InvalidBundleException("The bundle does not begin with " + BundleIndex.NAME + ".");
    }
    BundleIndex index = BundleIndex.decode(content(tar, first));
    BlobStore store = BlobStores.open("memory:");
    Pattern names = names(index);
    TarArchiveEntry entry = tar.getNextEntry();
    while (entry != null) {
      if (!names.matcher(entry.getName()).matches()) {
        throw new InvalidBundleException("The bundle holds \"" + entry.getName()
            + "\", which does not belong into a bundle of ledger \"" + index.ledger() + "\".");
      }
      store.put(BlobKey.of(entry.getName()), content(tar, entry), PutMode.IF_ABSENT);
      entry = tar.getNextEntry();
    }
    return new Bundle(index, store);
  }

  private static byte[] content(TarArchiveInputStream tar, TarArchiveEntry entry)
      throws IOException, InvalidBundleException {
    if (entry.getLinkFlag() != TarConstants.LF_NORMAL || entry.isSparse()) {
      throw new InvalidBundleException(
          "The bundle's \"" + entry.getName() + "\" is not an ordinary file.");
    }
    byte[] content = tar.readAllBytes();
    if (content.length != entry.getSize()) {
      throw new InvalidBundleException(
          "The bundle's \"" + entry.getName() + "\" does not have the size it states.");
    }
    return content;
  }

  private static Pattern names(BundleIndex index) {
    String folder = "ledgers/" + Pattern.quote(index.ledger());
    return Pattern.compile("modules/sha256/[0-9a-f]{64}\\.wasm|" + folder + "/genesis|" + folder
        + "/journal/[0-9]{20}\\.batch|" + folder
        + "/signatures/([0-9]{20}|genesis/[0-9a-f]{64})/[0-9a-f]{64}\\.sig|"
        + folder + "/checkpoints/" + HeightName.of(index.from() - 1)
        + "/(manifest|[0-9a-f]{64}\\.tar\\.zst)");
  }
}
