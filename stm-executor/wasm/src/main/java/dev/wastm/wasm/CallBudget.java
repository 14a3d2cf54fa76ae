package dev.wastm.wasm;

/**
 * What one call of a guest may use up: fuel, call depth and nested calls of its own, and what all calls of its transaction share. Confined
 * to the thread that executes the transaction.
 */
public final class CallBudget {
  /** The caller keeps one part of its fuel in so many, to deal with a callee that used up all of its own. */
  private static final int CALLER_PART = 64;

  private final long fuel;
  private final int callDepth;
  private final int nestedCalls;
  private final Tally tally;

  private CallBudget(long fuel, int callDepth, int nestedCalls, Tally tally) {
    this.fuel = fuel;
    this.callDepth = callDepth;
    this.nestedCalls = nestedCalls;
    this.tally = tally;
  }

  /** The budget of a whole transaction. */
  public static CallBudget ofTransaction(long fuel) {
    return new CallBudget(
        fuel, GuestLimits.CALL_DEPTH_MAX, GuestLimits.NESTED_CALLS_MAX, new Tally());
  }

  /** Whether one more call can be nested into the one that has this budget. */
  boolean mayNest() {
    return nestedCalls > 0;
  }

  /** The share of a callee: what is left of call depth, and of the fuel left all but a 64th. */
  CallBudget nested(long fuelLeft, int callDepthLeft) {
    return new CallBudget(fuelLeft - fuelLeft / CALLER_PART, callDepthLeft, nestedCalls - 1, tally);
  }

  /** In units of the fuel schedule. */
  public long fuel() {
    return fuel;
  }

  int callDepth() {
    return callDepth;
  }

  Tally tally() {
    return tally;
  }
}
