package dev.wastm.benchmarks.fuel;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * What transactions may do with most of their fuel.
 *
 * @param operations how many of the operations that the pattern is about a transaction does; 1 where it is about transactions
 * @param transactionsMin so many are in a batch at least
 * @param transactionsMax and at most: more would be refused, or would be something else
 * @param status how each of them ends
 */
record FuelPattern(
    String name,
    long operations,
    int transactionsMin,
    int transactionsMax,
    Status status,
    Maker maker) {
  static final String ACTOR = "fuel";
  static final String SENDER = "bob";
  static final long FUEL = 1_000_000_000L;

  /** A limit of as little fuel as lets the guest come to its end; found before it is measured. */
  static final long LEAST = -1;

  private static final int TRANSACTIONS_MIN = 4;
  private static final int TRANSACTIONS_MAX = 4_000;

  /** Makes one of a batch's transactions. */
  @FunctionalInterface
  interface Maker {
    /** @param round differs from batch to batch, so that keys can differ as well */
    Transaction transaction(int index, int round);
  }

  /** Says what one of a batch's transactions does. */
  @FunctionalInterface
  interface Steps {
    byte[] args(int index, int round);
  }

  /** Transactions that succeed. */
  static FuelPattern of(String name, long operations, Maker maker) {
    return new FuelPattern(
        name, operations, TRANSACTIONS_MIN, TRANSACTIONS_MAX, Status.SUCCESS, maker);
  }

  /** Transactions of which each takes some steps. */
  static FuelPattern steps(String name, long operations, Steps steps) {
    return of(
        name,
        operations,
        (index, round) -> new Transaction(
            ACTOR, "steps", ByteString.copyFrom(steps.args(index, round)), SENDER, FUEL));
  }

  /** Transactions that all take the same steps. */
  static FuelPattern steps(String name, long operations, FuelStep... steps) {
    byte[] args = FuelStep.args(steps);
    return steps(name, operations, (index, round) -> args);
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
    return new FuelPattern(
        name, operations, transactionsMin, transactionsMax, status, (index, round) -> {
          Transaction full = maker.transaction(index, round);
          return new Transaction(
              full.actor(), full.method(), full.args(), full.sender(), fuel, full.authorization());
        });
  }

  FuelPattern ending(Status other) {
    return new FuelPattern(name, operations, transactionsMin, transactionsMax, other, maker);
  }

  FuelPattern atMost(int transactions) {
    return new FuelPattern(
        name, operations, Math.min(transactionsMin, transactions), transactions, status, maker);
  }

  FuelPattern atLeast(int transactions) {
    return new FuelPattern(
        name, operations, transactions, Math.max(transactionsMax, transactions), status, maker);
  }
}
