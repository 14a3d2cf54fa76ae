package dev.wastm.activities;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch that took effect.
 *
 * @param transactions how many there were
 * @param byStatus how many receipts have each status; statuses that none has are left out
 * @param receipts the receipts as {@code wastm exec --json} prints them, one a line; null where they are larger than {@link
 *     #RECEIPTS_BYTES_MAX}: read them from the journal then
 * @param reExecutions how many executions of a transaction were thrown away; 0 where the batch was stored before
 * @param executionMs how long the worker executed and stored it, in milliseconds; 0 where the batch was stored before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BatchSummary(
    String ledger,
    LedgerPosition position,
    String transactionsRoot,
    String receiptsRoot,
    int transactions,
    Map<String, Integer> byStatus,
    @Nullable String receipts,
    long reExecutions,
    long executionMs) {
  /** As much as may be submitted inline, for the same reason: results stay in the workflow's history. */
  public static final int RECEIPTS_BYTES_MAX = Submission.INLINE_BYTES_MAX;
}
