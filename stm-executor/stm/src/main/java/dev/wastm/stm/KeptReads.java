package dev.wastm.stm;

/** How many entries of read sets one thread has added to the memory, less those that it has released. Confined to the thread. */
final class KeptReads {
  private long count;

  void add(long reads) {
    count += reads;
  }

  /** The count since it was last taken. */
  long take() {
    long taken = count;
    count = 0;
    return taken;
  }
}
