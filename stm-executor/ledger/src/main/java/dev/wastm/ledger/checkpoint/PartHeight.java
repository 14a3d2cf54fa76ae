package dev.wastm.ledger.checkpoint;

import dev.wastm.ledger.proto.CheckpointManifestProto;
import dev.wastm.ledger.proto.CheckpointPartProto;
import java.util.ArrayList;
import java.util.List;

/** In whose folder a part lies: its manifest says so where it is not the manifest's own. */
final class PartHeight {
  private PartHeight() {}

  /** As a manifest of a height names the part. */
  static CheckpointPartProto relative(CheckpointPartProto part, long height) {
    return part.getHeight() == height ? part.toBuilder().clearHeight().build() : part;
  }

  /**
   * A manifest's parts with their heights, those of one height after the other together.
   *
   * @throws CorruptCheckpointException where a part is said to lie at a height that there was not yet
   */
  static List<List<CheckpointPartProto>> runs(CheckpointManifestProto manifest, long height)
      throws CorruptCheckpointException {
    List<List<CheckpointPartProto>> runs = new ArrayList<>();
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
        last = part.getHeight();
      }
      runs.get(runs.size() - 1).add(part);
    }
    return runs;
  }
}
