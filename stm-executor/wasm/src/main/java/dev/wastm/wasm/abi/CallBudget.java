package dev.wastm.wasm.abi;

/**
 * What one call of a guest may use up: fuel, call depth, memory and nested calls of its own, and what all calls of its transaction share. Confined
 * to the thread that executes the transaction.
 */
public final class CallBudget {
  /** The caller keeps one part of its fuel in so many, to deal with a callee that used up all of its own. */
  private static final int CALLER_PART = 64;

  private final long fuel;
  private final int callDepth;
  private final int nestedCalls;
  private final int pages;
  private final TransactionBudget transaction;

  private CallBudget(
      long fuel, int callDepth, int nestedCalls, int pages, TransactionBudget transaction) {
    this.fuel = fuel;
    this.callDepth = callDepth;
    this.nestedCalls = nestedCalls;
    this.pages = pages;
    this.transaction = transaction;
  }

  /** The budget of a whole transaction. */
  public static CallBudget ofTransaction(long fuel, CallLimits limits) {
    return new CallBudget(
        fuel,
        limits.callDepth(),
        limits.nestedCalls(),
        limits.transactionPages(),
        new TransactionBudget(limits));
  }

  /** Whether one more call can be nested into the one that has this budget. */
  public boolean mayNest() {
    return nestedCalls > 0;
  }

  /** The share of a callee: what is left of call depth and memory, and of the fuel left all but a 64th. */
  public CallBudget nested(long fuelLeft, int callDepthLeft, int pagesTaken) {
    return new CallBudget(
        fuelLeft - fuelLeft / CALLER_PART,
        callDepthLeft,
        nestedCalls - 1,
        pages - pagesTaken,
        transaction);
  }

  /** In units of the fuel schedule. */
  public long fuel() {
    return fuel;
  }

  public int callDepth() {
    return callDepth;
  }

  /** Of 64 KiB: what the call's own memory and those of its callees may have together. */
  public int pages() {
    return pages;
  }

  public TransactionBudget transaction() {
    return transaction;
  }
}
