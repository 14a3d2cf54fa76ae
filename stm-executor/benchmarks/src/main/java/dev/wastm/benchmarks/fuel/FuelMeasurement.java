package dev.wastm.benchmarks.fuel;

import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.execution.ExecutedBatch;
import java.util.List;

/**
 * Measures patterns over one ledger, each in turn with the reference, so that what disturbs one disturbs the other. Of several runs, the
 * shortest counts: whatever else happens on the machine only makes them longer.
 */
final class FuelMeasurement {
  /** A batch is to take about so long: many times what disturbs it, and a table of all patterns some minutes. */
  private static final double BATCH_NS = 20e6;

  /** Where a batch takes longer, it is not run as often as asked. */
  private static final double SLOW_BATCH_NS = 400e6;

  /** How long a pattern runs before, at least and at most, where the number of warm-ups allows it. */
  private static final long COMPILE_NS = 150_000_000;

  private static final long COMPILE_NS_MAX = 1_500_000_000;

  /** What takes less than so much of the best so far has become faster, and not just had luck. */
  private static final double FASTER = 0.9;

  private static final int SETTLED_RUNS = 10;

  private final FuelLedger ledger;
  private final int warmups;
  private final int runs;
  private final FuelPattern reference;
  private final FuelClock clock;
  private int round;

  FuelMeasurement(
      FuelLedger ledger, FuelPattern reference, FuelClock clock, int warmups, int runs) {
    this.ledger = ledger;
    this.reference = reference;
    this.clock = clock;
    this.warmups = warmups;
    this.runs = runs;
  }

  /** One way to execute. */
  @FunctionalInterface
  private interface Way {
    ExecutedBatch run(Batch batch) throws Exception;
  }

  /** One batch, timed. */
  private record Run(double ns, double cpuNs, long fuel, Status status) {}

  private static final class Best {
    private double ns = Double.POSITIVE_INFINITY;
    private double cpuNs = Double.POSITIVE_INFINITY;
    private long fuel;
    private Status status = Status.SUCCESS;

    private void add(Run run) {
      ns = Math.min(ns, run.ns);
      cpuNs = Math.min(cpuNs, run.cpuNs);
      fuel = run.fuel;
      status = run.status;
    }
  }

  /** Lets the JVM compile what all patterns have in common. */
  void warmUp(int batches) throws Exception {
    for (int i = 0; i < batches; i++) {
      run(reference, reference.transactionsMin(), ledger::sequential);
      run(reference, reference.transactionsMin(), ledger::parallel);
    }
  }

  /**
   * Runs a pattern for the first time, and gives it its limit. All patterns are prepared before one is measured: so the JVM's compiler, which
   * works in the background and comes late on a busy machine, has until then.
   */
  FuelPattern prepare(FuelPattern asked) throws Exception {
    FuelPattern pattern = limited(asked);
    compile(pattern);
    return pattern;
  }

  FuelCost measure(FuelPattern pattern) throws Exception {
    compile(pattern);
    int transactions = size(pattern);
    Best[] best = {new Best(), new Best(), new Best(), new Best()};
    int left = runs + 1;
    for (int i = 0; i < left; i++) {
      boolean isTimed = i > 0;
      Run[] took = {
        sequential(pattern, transactions),
        sequential(reference, reference.transactionsMin()),
        run(pattern, transactions, ledger::parallel),
        run(reference, reference.transactionsMin(), ledger::parallel)
      };
      boolean isSlow = took[0].ns + took[2].ns > SLOW_BATCH_NS;
      for (int j = 0; j < best.length && (isTimed || isSlow); j++) {
        best[j].add(took[j]);
      }
      if (isSlow) {
        left = Math.min(left, i + 2);
      }
    }
    return new FuelCost(
        pattern.name(),
        transactions,
        (double) pattern.operations() * transactions,
        best[0].fuel,
        pattern.status(),
        best[0].status,
        time(best[0], best[1]),
        time(best[2], best[3]));
  }

  private static FuelCost.Time time(Best pattern, Best reference) {
    return new FuelCost.Time(
        pattern.ns, pattern.cpuNs, reference.ns / reference.fuel, reference.cpuNs / reference.fuel);
  }

  /** Runs a pattern until it does not get faster: until then, the JVM is compiling what it needs for it. */
  private void compile(FuelPattern pattern) throws Exception {
    long startNs = clock.ns();
    double bestNs = Double.POSITIVE_INFINITY;
    int sinceBest = 0;
    for (int i = 0; i < warmups; i++) {
      double ns = sequential(pattern, pattern.transactionsMin()).ns
          + run(pattern, pattern.transactionsMin(), ledger::parallel).cpuNs;
      sinceBest = ns < bestNs * FASTER ? 0 : sinceBest + 1;
      bestNs = Math.min(bestNs, ns);
      long tookNs = clock.ns() - startNs;
      boolean isSettled = tookNs > COMPILE_NS && sinceBest >= SETTLED_RUNS;
      if (i > 0 && (isSettled || tookNs > COMPILE_NS_MAX)) {
        return;
      }
    }
  }

  /** As many transactions as take long enough to be measured. */
  private int size(FuelPattern pattern) throws Exception {
    int transactions = pattern.transactionsMin();
    while (transactions < pattern.transactionsMax()) {
      double ns =
          Math.min(sequential(pattern, transactions).ns, sequential(pattern, transactions).ns);
      if (ns > BATCH_NS / 2) {
        return (int) Math.max(
            pattern.transactionsMin(),
            Math.min(pattern.transactionsMax(), transactions * BATCH_NS / ns));
      }
      transactions = Math.min(pattern.transactionsMax(), transactions * 4);
    }
    return transactions;
  }

  /** Where a pattern is to have as little fuel as lets it end, finds how little that is. */
  private FuelPattern limited(FuelPattern pattern) throws Exception {
    if (pattern.maker().transaction(0, 0).fuelLimit() != FuelPattern.LEAST) {
      return pattern;
    }
    long tooLittle = 0;
    long enough = FuelPattern.FUEL;
    while (enough - tooLittle > 1) {
      long middle = (tooLittle + enough) / 2;
      Receipt receipt = ledger
          .sequential(ledger.batch(pattern.limited(middle).batch(1, 0), 0))
          .outcome()
          .receipts()
          .get(0);
      if (receipt.status() == Status.OUT_OF_FUEL) {
        tooLittle = middle;
      } else {
        enough = middle;
      }
    }
    return pattern.limited(enough);
  }

  /** What other processes take away does not count where one thread works; what its helpers do meanwhile does not either. */
  private Run sequential(FuelPattern pattern, int transactions) throws Exception {
    Run run = run(pattern, transactions, ledger::sequential);
    return new Run(Math.min(run.ns, run.cpuNs), run.cpuNs, run.fuel, run.status);
  }

  private Run run(FuelPattern pattern, int transactions, Way way) throws Exception {
    round++;
    Batch batch = ledger.batch(pattern.batch(transactions, round), round);
    long cpuNs = clock.cpuNs();
    long startNs = clock.ns();
    ExecutedBatch executed = way.run(batch);
    long ns = clock.ns() - startNs;
    List<Receipt> receipts = executed.outcome().receipts();
    return new Run(
        ns,
        clock.cpuNs() - cpuNs,
        receipts.stream().mapToLong(Receipt::fuelUsed).sum(),
        receipts.stream()
            .map(Receipt::status)
            .filter(status -> status != pattern.status())
            .findFirst()
            .orElse(pattern.status()));
  }
}
