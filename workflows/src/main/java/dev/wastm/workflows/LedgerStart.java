package dev.wastm.workflows;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wastm.activities.BadRequestException;
import dev.wastm.activities.LedgerPosition;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger's workflow starts with. All of it has a default, so that it may be left out, or be {@code {}}.
 *
 * @param ledger null where it is the one in the workflow's id, which it has to be in any case
 * @param checkpointEvery a checkpoint is stored after every so many batches; {@link #CHECKPOINT_EVERY_DEFAULT} where it is 0 or left out
 * @param position where the ledger stood when an earlier run of the workflow ended; null for the first, which asks a worker
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LedgerStart(
    @Nullable String ledger, int checkpointEvery, @Nullable LedgerPosition position) {
  /** Restarts stay short (the journal's tail is at most so long), and a checkpoint costs little against so many batches. */
  public static final int CHECKPOINT_EVERY_DEFAULT = 100;

  private static final String WORKFLOW_ID_PREFIX = "wastm-ledger-";

  @JsonCreator
  public LedgerStart(
      @JsonProperty("ledger") @Nullable String ledger,
      @JsonProperty("checkpointEvery") int checkpointEvery,
      @JsonProperty("position") @Nullable LedgerPosition position) {
    this.ledger = ledger;
    this.checkpointEvery = checkpointEvery;
    this.position = position;
  }

  public LedgerStart(String ledger, int checkpointEvery) {
    this(ledger, checkpointEvery, null);
  }

  public static LedgerStart of(String ledger) {
    return new LedgerStart(ledger, CHECKPOINT_EVERY_DEFAULT);
  }

  /** One ledger, one workflow: Temporal lets no second one run under this id. */
  public static String workflowId(String ledger) {
    return WORKFLOW_ID_PREFIX + ledger;
  }

  /** The ledger that a workflow is for; whether there can be one of that name, its worker says. */
  static String ledgerOf(String workflowId) {
    return workflowId.startsWith(WORKFLOW_ID_PREFIX)
        ? workflowId.substring(WORKFLOW_ID_PREFIX.length())
        : "";
  }

  /**
   * Makes sure that a workflow can be started so.
   *
   * @throws BadRequestException with a sentence, where it cannot
   */
  static void check(@Nullable LedgerStart given, String workflowId) {
    String own = ledgerOf(workflowId);
    if (!workflowId.startsWith(WORKFLOW_ID_PREFIX)) {
      throw new BadRequestException("The workflow of a ledger has the id \"" + WORKFLOW_ID_PREFIX
          + "\" and the ledger's name, and not \"" + workflowId + "\".");
    }
    if (given != null && given.ledger() != null && !given.ledger().equals(own)) {
      throw new BadRequestException("The workflow \"" + workflowId + "\" is that of the ledger \""
          + own + "\", and cannot be started for \"" + given.ledger() + "\".");
    }
    if (given != null && given.checkpointEvery() < 0) {
      throw new BadRequestException(
          "The member \"checkpointEvery\" is a number of batches from 1, and not "
              + given.checkpointEvery() + ".");
    }
  }
}
