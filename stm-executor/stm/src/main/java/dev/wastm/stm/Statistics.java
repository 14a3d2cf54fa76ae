package dev.wastm.stm;

/**
 * How a block was executed. It differs from run to run and says nothing about the outcome.
 *
 * @param executions of transactions, those given up half-way included
 * @param validations of read sets
 * @param aborts executions that were thrown away: half-way, or by a failed validation
 */
public record Statistics(long executions, long validations, long aborts) {
  /** Executions beyond one a transaction. */
  public long reExecutions() {
    return aborts;
  }
}
