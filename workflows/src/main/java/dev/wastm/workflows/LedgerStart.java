package dev.wastm.workflows;

/**
 * What a ledger's workflow starts with. It needs nothing of an earlier run: where the ledger stands is read from its journal.
 *
 * @param checkpointEvery a checkpoint is stored after every so many batches, from 1
 */
public record LedgerStart(String ledger, int checkpointEvery) {
  /** Restarts stay short (the journal's tail is at most so long), and a checkpoint costs little against so many batches. */
  public static final int CHECKPOINT_EVERY_DEFAULT = 100;

  public static LedgerStart of(String ledger) {
    return new LedgerStart(ledger, CHECKPOINT_EVERY_DEFAULT);
  }

  /** One ledger, one workflow: Temporal lets no second one run under this id. */
  public static String workflowId(String ledger) {
    return "wastm-ledger-" + ledger;
  }
}
