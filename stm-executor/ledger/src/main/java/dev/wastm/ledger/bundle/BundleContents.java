package dev.wastm.ledger.bundle;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.journal.HeightName;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.Origin;
import dev.wastm.ledger.key.VerificationKey;
import dev.wastm.ledger.module.ModuleStore;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may be in a bundle, and how large each of it may be. Immutable. */
final class BundleContents {
  private static final Pattern MODULE = Pattern.compile("modules/sha256/[0-9a-f]{64}\\.wasm");
  private static final Pattern BATCH = Pattern.compile("journal/([0-9]{20})\\.batch");
  private static final Pattern SIGNATURE =
      Pattern.compile("signatures/([0-9]{20})/[0-9a-f]{64}\\.sig");
  private static final Pattern PART = Pattern.compile("[0-9a-f]{64}\\.tar\\.zst");

  private final BundleIndex index;
  private final String folder;
  private final String checkpoint;

  BundleContents(BundleIndex index) {
    this.index = index;
    this.folder = "ledgers/" + index.ledger() + "/";
    this.checkpoint = folder + "checkpoints/" + HeightName.of(index.from() - 1) + "/";
  }

  /** How many bytes a file may have; empty where a bundle of this range has no such file. */
  OptionalInt sizeBytesMax(String name) {
    if (MODULE.matcher(name).matches()) {
      return OptionalInt.of(ModuleStore.fileBytesMax());
    }
    if (name.startsWith(checkpoint)) {
      return index.from() == 1
          ? OptionalInt.empty()
          : ofCheckpoint(name.substring(checkpoint.length()));
    }
    return name.startsWith(folder)
        ? ofLedger(name.substring(folder.length()))
        : OptionalInt.empty();
  }

  private static OptionalInt ofCheckpoint(String file) {
    if (file.equals("manifest")) {
      return OptionalInt.of(Checkpoints.MANIFEST_BYTES_MAX);
    }
    return PART.matcher(file).matches()
        ? OptionalInt.of(Checkpoints.PART_BYTES_MAX)
        : OptionalInt.empty();
  }

  private OptionalInt ofLedger(String file) {
    if (BlobKey.of(folder + file).equals(Origin.key(index.ledger()))) {
      return OptionalInt.of(Origin.SIZE_BYTES_MAX);
    }
    // The entry before the first is what the checkpoint is held against.
    if (isOfHeights(BATCH.matcher(file), Math.max(1, index.from() - 1))) {
      return OptionalInt.of((int) Journal.entryBytesMax());
    }
    return isOfHeights(SIGNATURE.matcher(file), index.from())
        ? OptionalInt.of(VerificationKey.SIGNATURE_BYTES)
        : OptionalInt.empty();
  }

  private boolean isOfHeights(Matcher name, long from) {
    if (!name.matches()) {
      return false;
    }
    OptionalLong height = HeightName.parse(name.group(1));
    return height.isPresent() && height.getAsLong() >= from && height.getAsLong() <= index.to();
  }
}
