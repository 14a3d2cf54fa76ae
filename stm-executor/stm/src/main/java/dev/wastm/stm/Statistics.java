package dev.wastm.stm;

/**
 * How a block was executed. It differs from run to run and says nothing about the outcome.
 *
 * @param executions of transactions, those given up half-way included
 * @param validations of read sets
 * @param aborts executions that were thrown away: half-way, or by a failed validation
 * @param sequential transactions that were executed sequentially, because that was faster
 */
public record Statistics(long executions, long validations, long aborts, long sequential) {
  static final Statistics NONE = new Statistics(0, 0, 0, 0);

  /** Executions beyond one a transaction. */
  public long reExecutions() {
    return aborts;
  }

  Statistics plus(Statistics other) {
    return new Statistics(
        executions + other.executions,
        validations + other.validations,
        aborts + other.aborts,
        sequential + other.sequential);
  }
}
