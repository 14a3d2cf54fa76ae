package dev.wastm.stm;

/**
 * What the scheduler hands to a thread. A task is counted in the scheduler's {@code numActiveTasks} from before it is handed out until it
 * is finished.
 */
sealed interface Task {
  record Execute(int transaction, int incarnation) implements Task {}

  record Validate(int transaction, int incarnation) implements Task {}

  /** Nothing to do at this moment. */
  record None() implements Task {
    static final None NONE = new None();
  }
}
