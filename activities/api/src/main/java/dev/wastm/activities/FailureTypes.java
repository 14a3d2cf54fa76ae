package dev.wastm.activities;

/** The types of failures; each carries a sentence for people. No retry mends them, unless said. */
public final class FailureTypes {
  /** The submission cannot be executed; the sentence names the line. Nothing was executed. */
  public static final String INVALID_SUBMISSION = "InvalidSubmission";

  /** Two different batches claim one height: the ledger stops. */
  public static final String FORK = "Fork";

  /** A stored batch, or a module that the ledger's state needs, is damaged: the ledger stops. */
  public static final String CORRUPT_LEDGER = "CorruptLedger";

  /** What was asked for does not exist or makes no sense. */
  public static final String BAD_REQUEST = "BadRequest";

  /** WASTM itself failed at this submission, and would again: a bug. The ledger goes on with the next one. */
  public static final String FAULT = "Fault";

  /** The worker ran out of memory, and executes nothing any more: another one, or this one once it is restarted, mends it. */
  public static final String EXHAUSTED = "Exhausted";

  private FailureTypes() {}
}
