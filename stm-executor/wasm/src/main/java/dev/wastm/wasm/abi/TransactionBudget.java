package dev.wastm.wasm.abi;

import dev.wastm.wasm.trap.GuestTrap;
import dev.wastm.wasm.trap.TrapReason;

/**
 * What all calls of a transaction share, and have used up of it so far: also those that failed, whose effects are undone. Each method traps
 * where a limit is exceeded. Confined to the thread that executes the transaction.
 */
public final class TransactionBudget {
  private final CallLimits limits;
  private int calls;
  private int events;
  private int logLines;
  private int writes;
  private long writtenBytes;
  private int visits;
  private int scans;
  private int openScans;

  TransactionBudget(CallLimits limits) {
    this.limits = limits;
  }

  private static void require(int count, int limit, TrapReason reason) {
    if (count > limit) {
      throw new GuestTrap(reason, limit);
    }
  }

  public void call() {
    require(++calls, limits.calls(), TrapReason.TOO_MANY_CALLS);
  }

  public void event() {
    require(++events, limits.events(), TrapReason.TOO_MANY_EVENTS);
  }

  /** Whether there is room for one more line: what is logged beyond the limit is dropped, for it is no part of an outcome. */
  public boolean logLine() {
    return ++logLines <= limits.logLines();
  }

  public void write(int bytes) {
    writtenBytes += bytes;
    require(++writes, limits.writes(), TrapReason.TOO_MANY_WRITES);
    if (writtenBytes > limits.writtenBytes()) {
      throw new GuestTrap(TrapReason.TOO_MANY_BYTES_WRITTEN, limits.writtenBytes());
    }
  }

  /** @param count distinct keys that the transaction has touched */
  public void keys(int count) {
    require(count, limits.keys(), TrapReason.TOO_MANY_KEYS);
  }

  public void visit() {
    require(++visits, limits.visits(), TrapReason.TOO_MANY_VISITS);
  }

  public void openScan() {
    require(++scans, limits.scans(), TrapReason.TOO_MANY_SCANS);
    require(openScans + 1, limits.openScans(), TrapReason.TOO_MANY_OPEN_SCANS);
    openScans++;
  }

  public void closeScans(int count) {
    openScans -= count;
  }
}
