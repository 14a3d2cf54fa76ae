package dev.wastm.stm;

import java.util.function.BooleanSupplier;

/**
 * Where threads sleep until something has changed. Whoever changes it calls {@link #changed} afterwards.
 *
 * <p>No wake-up is lost: a sleeper counts itself before it looks at the condition for the last time, and the changer changes the
 * condition before it looks at the count. All four are volatile accesses, so one of the two sees the other.
 *
 * <p>Sleeping allocates nothing and is not interrupted: whoever ends a block makes the condition true and wakes all, so that nobody stays.
 */
final class Gate {
  private final int spinsMax;

  /** Written under the lock of this. */
  private volatile int sleepers;

  /** @param spinsMax looks at the condition before a thread goes to sleep; 0 where threads outnumber processors */
  Gate(int spinsMax) {
    this.spinsMax = spinsMax;
  }

  void await(BooleanSupplier condition) {
    for (int i = 0; i < spinsMax; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      Thread.onSpinWait();
    }
    sleep(condition);
  }

  private synchronized void sleep(BooleanSupplier condition) {
    boolean wasInterrupted = false;
    sleepers++;
    try {
      while (!condition.getAsBoolean()) {
        try {
          wait();
        } catch (InterruptedException e) {
          wasInterrupted = true;
        }
      }
    } finally {
      sleepers--;
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void changed() {
    if (sleepers > 0) {
      wake();
    }
  }

  private synchronized void wake() {
    notifyAll();
  }
}
