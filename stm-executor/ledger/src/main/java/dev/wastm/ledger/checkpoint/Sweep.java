package dev.wastm.ledger.checkpoint;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.ledger.proto.CheckpointPartProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes checkpoints that are no longer wanted. Nothing is removed that a kept checkpoint needs: each kept one is read as a whole first,
 * and its parts are marked, wherever they lie. Only what is older than all that are kept is touched, so that a checkpoint that is being
 * written is left alone; and a manifest goes before its parts, so that a sweep that is cut off leaves no half checkpoint.
 */
public final class Sweep {
  private final Checkpoints checkpoints;
  private final CheckpointFiles files;

  Sweep(Checkpoints checkpoints, CheckpointFiles files) {
    this.checkpoints = checkpoints;
    this.files = files;
  }

  /**
   * What a sweep did.
   *
   * @param kept the heights of the checkpoints that were kept, newest first
   * @param removed the heights whose checkpoints were removed, ascending
   * @param freedBytes what the removed files had
   */
  public record Result(List<Long> kept, List<Long> removed, long freedBytes) {}

  Result keep(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "At least one checkpoint must be kept, not " + count + ".");
    }
    List<Long> kept = new ArrayList<>();
    Set<BlobKey> needed = new HashSet<>();
    List<Long> newestFirst =
        files.heights().stream().sorted(Comparator.reverseOrder()).toList();
    for (long height : newestFirst) {
      if (kept.size() < count && mark(height, needed)) {
        kept.add(height);
      }
    }
    return kept.size() < count ? new Result(kept, List.of(), 0) : remove(kept, needed);
  }

  /** Notes what a checkpoint needs, where it is whole. */
  private boolean mark(long height, Set<BlobKey> needed) {
    if (checkpoints.find(height).isEmpty()) {
      return false;
    }
    try {
      for (List<CheckpointPartProto> run : ManifestRuns.runs(files.readManifest(height), height)) {
        run.forEach(part -> needed.add(files.key(part)));
      }
      return true;
    } catch (CorruptCheckpointException e) {
      return false;
    }
  }

  private Result remove(List<Long> kept, Set<BlobKey> needed) {
    long oldestKept = kept.get(kept.size() - 1);
    List<Long> removed = new ArrayList<>();
    long freedBytes = 0;
    for (long height : files.heightsWithFiles().headSet(oldestKept)) {
      if (files.hasManifest(height)) {
        removed.add(height);
      }
      for (BlobInfo file : files.of(height)) {
        if (!needed.contains(file.key())) {
          files.delete(file.key());
          freedBytes += file.sizeBytes();
        }
      }
    }
    return new Result(kept, removed, freedBytes);
  }
}
