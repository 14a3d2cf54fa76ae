package dev.wastm.ledger.replay;

import java.util.Optional;

/**
 * What two traced executions say about a difference.
 *
 * @param hostCall the first host call that differs from what it should be; empty where none does
 * @param conclusion a sentence
 */
public record Tracing(Optional<HostCall> hostCall, String conclusion) {
  /**
   * A host call that is not the same here and there.
   *
   * @param transaction the index of the transaction that makes it
   * @param number its place among the transaction's accesses to the state, from 1
   * @param replayed the call as the replay makes it, with key and values
   * @param other what stands in its place elsewhere
   * @param otherSource where: "ledger" for what is recorded, else the other engine's name
   */
  public record HostCall(
      int transaction, int number, String replayed, String other, String otherSource) {}
}
