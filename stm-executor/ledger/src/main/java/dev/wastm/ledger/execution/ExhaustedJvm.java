package dev.wastm.ledger.execution;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Tells after which failures a JVM must not go on: it may have lost threads, or half done something. */
public final class ExhaustedJvm {
  private ExhaustedJvm() {}

  /**
   * The error of the JVM that a failure came of, such as an OutOfMemoryError on an executing thread; empty where it came of none. An overflow of
   * a stack ends what ran on it, and nothing else.
   */
  public static Optional<VirtualMachineError> errorIn(Throwable failure) {
    Set<Throwable> met = new HashSet<>();
    for (Throwable cause = failure; cause != null && met.add(cause); cause = cause.getCause()) {
      if (cause instanceof VirtualMachineError error && !(cause instanceof StackOverflowError)) {
        return Optional.of(error);
      }
    }
    return Optional.empty();
  }
}
