package dev.wastm.ledger.checkpoint;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.proto.CheckpointManifestProto;
import dev.wastm.ledger.proto.CheckpointPartProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** In whose folder a part lies: its manifest says so where it is not the manifest's own. */
final class ManifestRuns {
  /** An entry has at least two bytes of key, and what frames them. */
  private static final long PART_ENTRIES_MAX = CheckpointPart.FILE_BYTES_MAX / 6;

  private ManifestRuns() {}

  /** As a manifest of a height names the part. */
  static CheckpointPartProto relative(CheckpointPartProto part, long height) {
    return part.getHeight() == height ? part.toBuilder().clearHeight().build() : part;
  }

  /**
   * A manifest's parts with their heights, those of one height after the other together. Each run has less than half the entries of the one
   * below it, as {@link Layout} keeps them: so all runs together have less than twice as many as the first one puts into the state, and
   * reading them all is not more work than reading that.
   *
   * @throws CorruptCheckpointException where a part is said to lie at a height that there was not yet, is there twice or is empty, or where a
   *     run is too large for what it lies over
   */
  static List<List<CheckpointPartProto>> runs(CheckpointManifestProto manifest, long height)
      throws CorruptCheckpointException {
    List<List<CheckpointPartProto>> runs = new ArrayList<>();
    Set<ByteString> ofRun = new HashSet<>();
    long last = 0;
    for (CheckpointPartProto named : manifest.getPartsList()) {
      CheckpointPartProto part =
          named.getHeight() == 0 ? named.toBuilder().setHeight(height).build() : named;
      if (part.getHeight() < last || part.getHeight() > height) {
        throw new CorruptCheckpointException("its manifest has a part of height "
            + Long.toUnsignedString(part.getHeight()) + ", which cannot be");
      }
      if (part.getHeight() != last) {
        runs.add(new ArrayList<>());
        ofRun.clear();
        last = part.getHeight();
      }
      if (!ofRun.add(part.getSha256())) {
        throw new CorruptCheckpointException(
            "its manifest has the part " + part.getName() + " twice");
      }
      if (part.getEntries() < 1 || part.getEntries() > PART_ENTRIES_MAX) {
        throw new CorruptCheckpointException("its manifest has a part of "
            + Long.toUnsignedString(part.getEntries()) + " entries, which cannot be");
      }
      runs.get(runs.size() - 1).add(part);
    }
    for (int i = 1; i < runs.size(); i++) {
      if (entries(runs.get(i - 1)) <= Layout.GROWTH * entries(runs.get(i))) {
        throw new CorruptCheckpointException(
            "its manifest has runs of parts that should have been merged");
      }
    }
    return runs;
  }

  static long entries(List<CheckpointPartProto> run) {
    return run.stream().mapToLong(CheckpointPartProto::getEntries).sum();
  }
}
