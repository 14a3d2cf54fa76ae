package dev.wastm.wasm;

/**
 * What a transaction has emitted, logged and written so far, in all of its calls: also in those that failed, whose effects are undone.
 * Confined to the thread that executes the transaction.
 */
final class Tally {
  private int events;
  private int logLines;
  private int writes;
  private long writtenBytes;

  void event() {
    if (++events > GuestLimits.EVENTS_MAX) {
      throw new GuestTrap(
          TrapReason.LIMIT, "The guest emitted more than " + GuestLimits.EVENTS_MAX + " events.");
    }
  }

  /** Whether there is room for one more line: what is logged beyond the limit is dropped, for it is no part of an outcome. */
  boolean logLine() {
    return ++logLines <= GuestLimits.LOG_LINES_MAX;
  }

  void write(int bytes) {
    writtenBytes += bytes;
    if (++writes > GuestLimits.WRITES_MAX) {
      throw new GuestTrap(
          TrapReason.LIMIT,
          "The guest wrote state more than " + GuestLimits.WRITES_MAX + " times.");
    } else if (writtenBytes > GuestLimits.WRITTEN_BYTES_MAX) {
      throw new GuestTrap(
          TrapReason.LIMIT,
          "The guest wrote more than " + GuestLimits.WRITTEN_BYTES_MAX + " bytes of state.");
    }
  }
}
