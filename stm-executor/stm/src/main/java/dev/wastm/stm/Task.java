package dev.wastm.stm;

/** What the scheduler hands to a thread, in one word, so that handing it out allocates nothing: transaction ‖ incarnation ‖ kind. */
final class Task {
  static final long NONE = -1;

  private static final int EXECUTION = 0;
  private static final int VALIDATION = 1;
  private static final int TRANSACTION_SHIFT = 32;
  private static final int INCARNATION_MASK = 0x7fff_ffff;

  private Task() {}

  static long execution(int transaction, int incarnation) {
    return task(transaction, incarnation, EXECUTION);
  }

  static long validation(int transaction, int incarnation) {
    return task(transaction, incarnation, VALIDATION);
  }

  private static long task(int transaction, int incarnation, int kind) {
    return (long) transaction << TRANSACTION_SHIFT | (long) incarnation << 1 | kind;
  }

  static boolean isExecution(long task) {
    return (task & 1) == EXECUTION;
  }

  static int transaction(long task) {
    return (int) (task >>> TRANSACTION_SHIFT);
  }

  static int incarnation(long task) {
    return (int) (task >>> 1) & INCARNATION_MASK;
  }
}
