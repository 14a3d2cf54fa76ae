package dev.wastm.ledger.checkpoint;

import dev.wastm.ledger.proto.CheckpointPartProto;
import dev.wastm.ledger.state.State;
import java.util.ArrayList;
import java.util.List;

/**
 * How a checkpoint is made up: runs of parts, each what was added by one checkpoint over the runs before it. Immutable.
 *
 * @param height the checkpoint's height; 0 for the empty state, which has no runs
 * @param state what all runs together give
 */
record Layout(long height, State state, List<Run> runs) {
  static final Layout NONE = new Layout(0, State.EMPTY, List.of());

  /**
   * A run is merged into what comes over it where it is at most this many times as large. So the sizes of runs grow geometrically downwards: a
   * state has few of them, and an entry is written again a few times at most, however many checkpoints come.
   */
  static final long GROWTH = 2;

  /**
   * The parts that one checkpoint wrote.
   *
   * @param before the state that they are laid over
   * @param parts with their heights
   */
  record Run(State before, List<CheckpointPartProto> parts) {
    Run {
      parts = List.copyOf(parts);
    }

    long entries() {
      return ManifestRuns.entries(parts);
    }
  }

  Layout {
    runs = List.copyOf(runs);
  }

  List<CheckpointPartProto> parts() {
    return runs.stream().flatMap(run -> run.parts().stream()).toList();
  }

  /** What a checkpoint of a later state is laid over: these runs, without those that are worth merging into what it adds. */
  Layout baseFor(State after) {
    List<Run> kept = new ArrayList<>(runs);
    State base = state;
    long changes = base.countChanges(after);
    while (!kept.isEmpty() && kept.get(kept.size() - 1).entries() <= GROWTH * changes) {
      base = kept.remove(kept.size() - 1).before();
      changes = base.countChanges(after);
    }
    return new Layout(height, base, kept);
  }

  /** These runs, and one more over them. */
  Layout with(long newHeight, State after, List<CheckpointPartProto> parts) {
    List<Run> more = new ArrayList<>(runs);
    if (!parts.isEmpty()) {
      more.add(new Run(state, parts));
    }
    return new Layout(newHeight, after, more);
  }
}
