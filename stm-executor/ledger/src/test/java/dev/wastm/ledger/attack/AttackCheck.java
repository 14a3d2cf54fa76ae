package dev.wastm.ledger.attack;

import com.sun.management.ThreadMXBean;
import dev.wastm.ledger.attack.AttackLedger.Way;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.TransactionRules;
import dev.wastm.ledger.state.State;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What no attack may do: take more time than it pays for, alone or among honest transactions, change what those find, or come out differently
 * on another scheduler or engine.
 *
 * <p>Time is what all threads computed, so that other processes do not count, and the shortest of several runs, because whatever else happens
 * only makes them longer. It is compared with that of an honest batch of the same fuel.
 */
final class AttackCheck implements AutoCloseable {
  /**
   * How many times the honest time a unit of fuel may take. {@code wastm bench fuel} is held to 4 on a quiet machine; this has room for a busy
   * one and for code that the JVM has not compiled yet, and is far below what an attack gained before its prices were right: 50 to 1 000 000.
   */
  static final double RATIO_MAX = 12;

  /** How many times its own time an honest batch may take, so much do they differ on a busy machine. */
  private static final double NOISE = 2;

  /** What may stay: instances of guests that are kept warm, with the memories that they got, on each thread of each execution. */
  private static final long GROWN_BYTES_MAX = 64L << 20;

  private static final int HONEST = 1_000;
  private static final int WARM_BATCHES = 15;
  private static final int FEW = 10;
  private static final int ATTEMPTS_MAX = 60;
  private static final int ATTEMPTS_MIN = 3;
  private static final double SPENT_NS_MAX = 1e9;
  private static final double LATE_NS_MAX = 12e9;
  private static final List<Way> COMPILED = List.of(Way.SEQUENTIAL, Way.PARALLEL);
  private static final TransactionRules RULES = Protocol.epoch1().transaction();

  /** A batch as it was executed. */
  private record Run(ExecutedBatch executed, double ns) {}

  /** How many times the honest time a unit of fuel took, sequentially and in parallel. */
  record Ratios(double sequential, double parallel, long fuel) {}

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final AttackLedger ledger = AttackLedger.open();
  private final List<Transaction.Sealed> honest = ledger.honest(HONEST);
  private final Map<Way, Double> honestNs = new EnumMap<>(Way.class);
  private final long honestFuel;

  AttackCheck() throws Exception {
    State state = ledger.state();
    ExecutedBatch executed = ledger.execute(Way.SEQUENTIAL, state, honest);
    for (Receipt receipt : executed.outcome().receipts()) {
      require(receipt.status() == Status.SUCCESS, "An honest transaction is " + receipt.status());
    }
    honestFuel =
        executed.outcome().receipts().stream().mapToLong(Receipt::fuelUsed).sum();
    for (int i = 0; i < WARM_BATCHES; i++) {
      for (Way way : COMPILED) {
        honest(way, state);
      }
    }
  }

  private static void require(boolean isSo, String message) {
    if (!isSo) {
      throw new AssertionError(message);
    }
  }

  /** What each thread has computed until now, by its id. */
  private Map<Long, Long> cpuNs() {
    long[] ids = threads.getAllThreadIds();
    long[] times = threads.getThreadCpuTime(ids);
    Map<Long, Long> cpuNs = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      cpuNs.put(ids[i], Math.max(times[i], 0));
    }
    return cpuNs;
  }

  /** A thread that ends meanwhile is one of the JVM's, which lets idle ones go: it has no part in the batch. */
  private Run run(Way way, State prior, List<Transaction.Sealed> batch) throws Exception {
    Map<Long, Long> before = cpuNs();
    ExecutedBatch executed = ledger.execute(way, prior, batch);
    long ns = 0;
    for (Map.Entry<Long, Long> after : cpuNs().entrySet()) {
      ns += after.getValue() - before.getOrDefault(after.getKey(), 0L);
    }
    return new Run(executed, ns);
  }

  /** The shortest time of the honest batch until now, once more measured. */
  private double honest(Way way, State state) throws Exception {
    return honestNs.merge(way, run(way, state, honest).ns, Math::min);
  }

  /**
   * What a transaction pays for: the fuel that it used. One that is refused uses none, but needed its limit to come so far. One that has too
   * little even for its own bytes is bounded by the batch's limits of transactions and bytes: it is held to what those bytes would have cost.
   */
  private static long paid(Transaction.Sealed transaction, Receipt receipt) {
    long price = RULES.fuel() + RULES.byteFuel() * transaction.bytes().size();
    long used = receipt.status() == Status.INVALID
        ? transaction.transaction().fuelLimit()
        : receipt.fuelUsed();
    return Math.max(used, price);
  }

  private static long paid(List<Transaction.Sealed> batch, List<Receipt> receipts) {
    long sum = 0;
    for (int i = 0; i < batch.size(); i++) {
      sum += paid(batch.get(i), receipts.get(i));
    }
    return sum;
  }

  private static void requireEndings(Attack attack, List<Receipt> receipts) {
    for (Receipt receipt : receipts) {
      require(
          attack.endings().contains(receipt.status()),
          attack.name() + " is to end as " + attack.endings() + ", but is " + receipt);
    }
  }

  /** A batch of nothing else takes no more than its fuel says. Measured exactly, or until it is known not to take more. */
  Ratios alone(Attack attack, int round, boolean isExact) throws Exception {
    State prior = ledger.before(attack);
    List<Transaction.Sealed> batch = ledger.attacks(attack, attack.transactions(), round);
    Map<Way, Double> ratios = new EnumMap<>(Way.class);
    long fuel = 0;
    for (Way way : COMPILED) {
      double best = Double.POSITIVE_INFINITY;
      double ratio = Double.POSITIVE_INFINITY;
      double spentNs = 0;
      for (int i = 0; goesOn(i, spentNs, isExact, ratio); i++) {
        Run run = run(way, prior, batch);
        requireEndings(attack, run.executed.outcome().receipts());
        fuel = paid(batch, run.executed.outcome().receipts());
        best = Math.min(best, run.ns / fuel);
        ratio = best / (honest(way, prior) / honestFuel);
        spentNs += run.ns;
      }
      require(
          ratio <= RATIO_MAX,
          String.format(
              Locale.ROOT,
              "%s, %s: a unit of fuel takes %.1f times what an honest one does, in a batch of %d fuel",
              attack.name(),
              way,
              ratio,
              fuel));
      ratios.put(way, ratio);
    }
    return new Ratios(ratios.get(Way.SEQUENTIAL), ratios.get(Way.PARALLEL), fuel);
  }

  /** What takes too long goes on longer: on a busy machine, the JVM compiles late. */
  private static boolean goesOn(int attempt, double spentNs, boolean isExact, double ratio) {
    if (ratio > RATIO_MAX) {
      return attempt < ATTEMPTS_MIN || (attempt < ATTEMPTS_MAX && spentNs < LATE_NS_MAX);
    }
    return isExact && attempt < ATTEMPTS_MAX && spentNs < SPENT_NS_MAX;
  }

  /**
   * A few of them behind a thousand honest transactions: those find what they find alone, and the batch takes longer by what the attack paid
   * for.
   */
  void amongHonest(Attack attack, int round, int few) throws Exception {
    State prior = ledger.before(attack);
    int count = Math.min(few, attack.transactions());
    List<Transaction.Sealed> attacks = ledger.attacks(attack, count, round);
    for (Way way : COMPILED) {
      amongHonest(attack, way, prior, attacks);
    }
  }

  private void amongHonest(Attack attack, Way way, State prior, List<Transaction.Sealed> attacks)
      throws Exception {
    List<Receipt.Sealed> alone = ledger.execute(way, prior, honest).outcome().sealedReceipts();
    List<Transaction.Sealed> batch = new ArrayList<>(honest);
    batch.addAll(attacks);
    double best = Double.POSITIVE_INFINITY;
    double allowed = 0;
    for (int i = 0; i < ATTEMPTS_MAX && best > allowed; i++) {
      Run run = run(way, prior, batch);
      require(
          run.executed.outcome().sealedReceipts().subList(0, HONEST).equals(alone),
          attack.name() + ", " + way + " changes what honest transactions find");
      List<Receipt> last = run.executed.outcome().receipts().subList(HONEST, batch.size());
      requireEndings(attack, last);
      double honestNow = honest(way, prior);
      allowed = honestNow * (NOISE + RATIO_MAX * paid(attacks, last) / honestFuel);
      best = Math.min(best, run.ns);
    }
    require(
        best <= allowed,
        String.format(
            Locale.ROOT,
            "%d of %s among %d honest transactions, %s: the batch takes %.1f ms, which should be at most %.1f ms",
            attacks.size(),
            attack.name(),
            HONEST,
            way,
            best / 1e6,
            allowed / 1e6));
  }

  /** Some of them behind some honest transactions: every scheduler and engine finds the same, and the honest what they find alone. */
  void everyWay(Attack attack, int round, int honestCount, int few) throws Exception {
    State prior = ledger.before(attack);
    List<Transaction.Sealed> honestOnes = honest.subList(0, honestCount);
    List<Transaction.Sealed> batch = new ArrayList<>(honestOnes);
    batch.addAll(ledger.attacks(attack, Math.min(few, attack.transactions()), round));
    List<Receipt.Sealed> alone =
        ledger.execute(Way.SEQUENTIAL, prior, honestOnes).outcome().sealedReceipts();
    Digest expected =
        ledger.execute(Way.SEQUENTIAL, prior, batch).outcome().header().hash();
    for (Way way : Way.values()) {
      ExecutedBatch executed = ledger.execute(way, prior, batch);
      requireEndings(attack, executed.outcome().receipts().subList(honestCount, batch.size()));
      require(
          executed.outcome().sealedReceipts().subList(0, honestCount).equals(alone),
          attack.name() + ", " + way + " changes what honest transactions find");
      require(
          executed.outcome().header().hash().equals(expected),
          attack.name() + " comes out differently on " + way);
    }
  }

  @Override
  public void close() {
    ledger.close();
  }

  /** What is in use when nothing of any attack should be. */
  private static long liveBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void print(Attack attack, Ratios ratios) {
    System.out.printf(
        Locale.ROOT,
        "%-34s %,15d %12.2f %10.2f%n",
        attack.name(),
        ratios.fuel,
        ratios.sequential,
        ratios.parallel);
  }

  /**
   * Every attack so many times, each time with other keys, and how many times the honest time its fuel takes.
   *
   * @param args the number of rounds; then {@code long}, or {@code short} where it is enough that nothing takes too long and outcomes are
   *     compared elsewhere; then what the names of the attacks contain
   */
  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    boolean isShort = args.length > 1 && args[1].equals("short");
    List<Attack> attacks = Attacks.all().stream()
        .filter(attack -> args.length < 3 || attack.name().contains(args[2]))
        .toList();
    try (AttackCheck check = new AttackCheck()) {
      System.out.printf(
          Locale.ROOT, "%-34s %15s %12s %10s%n", "attack", "fuel", "sequential", "parallel");
      long before = liveBytes();
      for (int round = 0; round < rounds; round++) {
        for (Attack attack : attacks) {
          print(attack, check.alone(attack, round, !isShort));
          check.amongHonest(attack, round, isShort ? 1 : FEW);
          if (!isShort) {
            check.everyWay(attack, round, HONEST, FEW);
          }
        }
      }
      check.ledger.forget();
      long grown = liveBytes() - before;
      System.out.printf(Locale.ROOT, "attack: %,d bytes more are in use%n", grown);
      require(
          grown <= GROWN_BYTES_MAX,
          "What is in use has grown by " + grown + " bytes, which should be at most "
              + GROWN_BYTES_MAX);
    }
    System.out.println("attack: all held, " + rounds + " rounds");
  }
}
