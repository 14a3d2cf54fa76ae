package dev.wastm.ledger.checkpoint;

import dev.wastm.ledger.proto.CheckpointPartProto;
import dev.wastm.ledger.state.State;

/**
 * Whether there is room for a state that is being read, run by run, so that one that does not fit, or that nobody ever had, is refused before
 * it takes the heap. A run is counted as it is read, and what it is laid over as what is there. Confined to one thread.
 */
final class StateRoom {
  private final long bytesMax;
  private long belowBytes;
  private long runBytes;

  /** @param bytesMax how much of the heap a state may take */
  StateRoom(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** What a part takes at most. */
  static long neededBytes(CheckpointPartProto part) {
    return part.getEntries() * State.ENTRY_HEAP_BYTES + CheckpointPart.ARCHIVE_BYTES_MAX;
  }

  /** Makes sure that there is room for as many entries as a run is said to have, over the state below it. */
  void begin(State below, long entries) throws CorruptCheckpointException {
    belowBytes = below.heapBytes();
    runBytes = entries * State.ENTRY_HEAP_BYTES;
    check();
  }

  /** Makes sure that there is room for the bytes of more of the run's entries. */
  void add(long bytes) throws CorruptCheckpointException {
    runBytes += bytes;
    check();
  }

  private void check() throws CorruptCheckpointException {
    if (belowBytes + runBytes > bytesMax) {
      throw new CorruptCheckpointException("its state takes more than the " + bytesMax
          + " bytes that there are for it in this process, unless it is given more memory (-Xmx)");
    }
  }
}
