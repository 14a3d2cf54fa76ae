package dev.wastm.ledger;

import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.text.Names;
import java.util.List;

/**
 * A call that only reads: of a method of an actor, on the state as it was after some height. It sees that height, its timestamp and its seed, and runs by the protocol of its epoch.
 * Nothing is stored, whatever the method does.
 */
public final class Query {
  private Query() {}

  /** The method wrote, or deleted; the message names the first key. */
  public static final class WriteRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private WriteRefusedException(String message) {
      super(message);
    }
  }

  /**
   * The call's receipt: its output, or why it failed.
   *
   * @param head where it is asked, after the first batch
   * @throws WriteRefusedException where the method would change the state
   * @throws IllegalArgumentException for a head without a batch: there is nobody to ask
   */
  public static Receipt ask(BatchExecution execution, LedgerHead head, Transaction call)
      throws WriteRefusedException {
    BatchHeader header = head.header()
        .orElseThrow(() -> new IllegalArgumentException("A ledger without a batch has no actors."))
        .header();
    Batch batch = Batch.of(
        header.ledger(),
        header.genesis(),
        header.height(),
        header.parentHash(),
        header.timestampMs(),
        header.seed(),
        List.of(call.seal()));
    BatchOutcome executed =
        execution.execute(head.state(), batch, header.epoch()).outcome();
    if (!executed.changes().isEmpty()) {
      throw new WriteRefusedException("The method \"" + Names.shown(call.method())
          + "\" of \"" + Names.shown(call.actor()) + "\" writes, first to the key "
          + executed.changes().get(0).key()
          + "; a query may only read. Nothing was stored: send it as a transaction.");
    }
    return executed.sealedReceipts().get(0).receipt();
  }
}
