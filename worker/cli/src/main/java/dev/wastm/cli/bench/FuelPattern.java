package dev.wastm.cli.bench;

import dev.wastm.ledger.batch.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * What transactions may do with most of their fuel.
 *
 * @param operations how many of the operations that the pattern is about a transaction does; 1 where it is about transactions
 * @param transactionsMin so many are in a batch at least
 * @param transactionsMax and at most: more would be refused, or would be something else
 */
record FuelPattern(
    String name, long operations, int transactionsMin, int transactionsMax, Maker maker) {
  static final String ACTOR = "fuel";
  static final long FUEL = 1_000_000_000L;

  /** A limit of as little fuel as lets the guest come to its end; found before it is measured. */
  static final long LEAST = -1;

  /** Makes one of a batch's transactions. */
  @FunctionalInterface
  interface Maker {
    /** @param round differs from batch to batch, so that keys can differ as well */
    Transaction transaction(int index, int round);
  }

  List<Transaction.Sealed> batch(int transactions, int round) {
    List<Transaction.Sealed> sealed = new ArrayList<>(transactions);
    for (int i = 0; i < transactions; i++) {
      sealed.add(maker.transaction(i, round).seal());
    }
    return sealed;
  }

  /** The same with a fuel limit. */
  FuelPattern limited(long fuel) {
    return new FuelPattern(name, operations, transactionsMin, transactionsMax, (index, round) -> {
      Transaction full = maker.transaction(index, round);
      return new Transaction(
          full.actor(), full.method(), full.args(), full.sender(), fuel, full.authorization());
    });
  }

  FuelPattern atMost(int transactions) {
    return new FuelPattern(
        name, operations, Math.min(transactionsMin, transactions), transactions, maker);
  }

  FuelPattern atLeast(int transactions) {
    return new FuelPattern(name, operations, transactions, transactionsMax, maker);
  }
}
