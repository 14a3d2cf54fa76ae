package dev.wastm.ledger.attack;

import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Transactions that try to get more than they pay for.
 *
 * @param transactions how many of them are a batch that takes long enough to be measured
 * @param before what is executed in a batch before, so that the state is as the attack wants it
 * @param endings how they may end: what is expected of the attack, so that it is one
 */
record Attack(
    String name, int transactions, List<Transaction> before, Set<Status> endings, Maker maker) {
  /** Instead of a fuel limit: the least with which the guest comes to its end. */
  static final long LEAST = -1;

  /** Makes one of a batch's transactions. */
  @FunctionalInterface
  interface Maker {
    /** @param round differs from repetition to repetition, so that keys can differ as well */
    Transaction transaction(int index, int round);
  }

  static Attack of(String name, int transactions, Maker maker) {
    return new Attack(name, transactions, List.of(), Set.of(Status.SUCCESS), maker);
  }

  Attack after(List<Transaction> prior) {
    return new Attack(name, transactions, prior, endings, maker);
  }

  Attack ending(Status... other) {
    return new Attack(name, transactions, before, Set.of(other), maker);
  }

  List<Transaction> batch(int count, int round) {
    List<Transaction> batch = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      batch.add(maker.transaction(i, round));
    }
    return batch;
  }

  @Override
  public String toString() {
    return name;
  }
}
