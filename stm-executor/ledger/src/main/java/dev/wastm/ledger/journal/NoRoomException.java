package dev.wastm.ledger.journal;

/** This process has too little memory for what it is to read, with which nothing need be wrong; another one may read it. */
public final class NoRoomException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private NoRoomException(String what, long neededBytes) {
    super("There is no room " + what + " up to " + (neededBytes >> 20)
        + " MiB: give this process more memory (-Xmx).");
  }

  static NoRoomException forEntry(long height, long neededBytes) {
    return new NoRoomException(
        "to read the journal entry of height " + height
            + ", which with the state that it is read onto takes",
        neededBytes);
  }

  static NoRoomException forState(long height, long neededBytes) {
    return new NoRoomException(
        "for the state after height " + height + ", which takes", neededBytes);
  }

  /** What a state and the entry that is read onto it may take together, in bytes: what executes batches needs the rest of the heap. */
  public static long heapBytes() {
    return Runtime.getRuntime().maxMemory() / 4 * 3;
  }
}
