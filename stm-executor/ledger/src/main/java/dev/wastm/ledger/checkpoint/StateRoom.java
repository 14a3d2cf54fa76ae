package dev.wastm.ledger.checkpoint;

import dev.wastm.ledger.proto.CheckpointPartProto;
import dev.wastm.ledger.state.State;

/**
 * Whether there is room for a state that is being read, run by run, so that one that does not fit, or that nobody ever had, is refused before
 * it takes the heap. A run is counted as it is read, and what it is laid over as what was counted before; where that comes to too much, as
 * what is there. Confined to one thread.
 */
final class StateRoom {
  /**
   * What an entry takes in the two structures of a state and in the list in which it waits for them, beside its bytes: 600 000 entries of five
   * bytes are read with 349 bytes of heap for each, and not with 280.
   */
  private static final long ENTRY_BYTES = 384;

  private final long bytesMax;
  private State below = State.EMPTY;
  private boolean isBelowExact = true;
  private long belowBytes;
  private long runBytes;

  /** @param bytesMax how much of the heap a state may take */
  StateRoom(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** A state may take three quarters of the heap: with more, nothing could be done with it. */
  static StateRoom ofHeap() {
    return new StateRoom(Runtime.getRuntime().maxMemory() / 4 * 3);
  }

  /** What a part takes at most. */
  static long neededBytes(CheckpointPartProto part) {
    return part.getEntries() * ENTRY_BYTES + CheckpointPart.ARCHIVE_BYTES_MAX;
  }

  /** Makes sure that there is room for as many entries as a run is said to have, over the state below it. */
  void begin(State state, long entries) throws CorruptCheckpointException {
    below = state;
    belowBytes += runBytes;
    isBelowExact = false;
    runBytes = entries * ENTRY_BYTES;
    check();
  }

  /** Makes sure that there is room for the bytes of more of the run's entries. */
  void add(long bytes) throws CorruptCheckpointException {
    runBytes += bytes;
    check();
  }

  private void check() throws CorruptCheckpointException {
    if (belowBytes + runBytes > bytesMax && !isBelowExact) {
      belowBytes = bytesOf(below);
      isBelowExact = true;
    }
    if (belowBytes + runBytes > bytesMax) {
      throw new CorruptCheckpointException("its state takes more than the " + bytesMax
          + " bytes that there are for it in this process, unless it is given more memory (-Xmx)");
    }
  }

  private static long bytesOf(State state) {
    long bytes = 0;
    for (State.Entry entry : state.entries()) {
      bytes += ENTRY_BYTES + entry.key().bytes().length + entry.value().length;
    }
    return bytes;
  }
}
