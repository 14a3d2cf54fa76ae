package dev.wastm.benchmarks.fuel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.benchmarks.fuel.FuelStep.Operation;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.state.StateChange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the patterns do, and what is made of what they took; the figures are those of a JVM that has not warmed up, and show nothing. */
@Tag("benchmark")
@Timeout(300)
class FuelMeasurementTest {
  private static final int KEYS = 10_000;

  /** What quotients of doubles may lack. */
  private static final double ROUNDING = 1e-9;

  private static Map<String, FuelPattern> patterns = Map.of();
  private static FuelLedger ledger;

  @BeforeAll
  static void open() throws Exception {
    patterns = FuelPatterns.all(KEYS);
    ledger = FuelLedger.open(KEYS, patterns.keySet());
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static FuelPattern pattern(String name) {
    FuelPattern pattern = patterns.get(name);
    assertTrue(pattern != null, name);
    return pattern;
  }

  private static ExecutedBatch execute(FuelPattern pattern, int transactions) throws Exception {
    return ledger.sequential(ledger.batch(pattern.batch(transactions, 1), 1));
  }

  /** A pattern that fails before it has done what it is about, or is charged for nothing without saying so, would give a wrong figure. */
  @Test
  void everyPatternEndsAsItIsMeantTo() throws Exception {
    FuelMeasurement measurement = measurement(FuelClock.system());
    for (FuelPattern asked : patterns.values()) {
      FuelPattern pattern = measurement.prepare(asked);
      int transactions = Math.min(pattern.transactionsMin(), 40);
      ExecutedBatch executed = execute(pattern, transactions);
      for (Receipt receipt : executed.outcome().receipts()) {
        assertEquals(
            pattern.status(), receipt.status(), () -> pattern.name() + ": " + receipt.failure());
        assertEquals(
            pattern.status() != Status.INVALID,
            receipt.fuelUsed() > 0,
            () -> pattern.name() + " used " + receipt.fuelUsed());
      }
      ExecutedBatch parallel = ledger.parallel(ledger.batch(pattern.batch(transactions, 1), 1));
      assertEquals(executed.outcome().header(), parallel.outcome().header(), pattern.name());
    }
  }

  private static FuelMeasurement measurement(FuelClock clock) {
    return new FuelMeasurement(ledger, FuelTransactions.reference(), clock, 0, 1);
  }

  @Test
  void theReferenceSucceeds() throws Exception {
    FuelPattern reference = FuelTransactions.reference();
    for (Receipt receipt : execute(reference, 100).outcome().receipts()) {
      assertEquals(Status.SUCCESS, receipt.status(), receipt.toString());
    }
  }

  /** What the state is filled with is what the guest reads, writes and deletes. */
  @Test
  void theGuestMakesTheSameKeys() throws Exception {
    int[] numbers = {0, 1, 77, 4_095, 4_096, 9_999, 10_241};
    for (FuelKeys kind : FuelKeys.values()) {
      for (int number : numbers) {
        FuelPattern write =
            FuelPattern.steps("write", 1, FuelStep.on(kind, Operation.WRITE, 1, number, 3));
        List<StateChange> changes = execute(write, 1).outcome().changes();
        assertEquals(1, changes.size());
        assertArrayEquals(kind.key(number), changes.get(0).key().key(), kind + " " + number);
      }
    }
  }

  /** As many keys of the state change, come and go as the names say. */
  @Test
  void accessesChangeWhatTheyAreAbout() throws Exception {
    assertChanges("read-cold", 0, 0);
    assertChanges("scan-present", 0, 0);
    assertChanges("write-cold-8", 4_000, 0);
    assertChanges("write-new-1", 4 * 4_096, 4 * 4_096);
    assertChanges("write-new-64K", 4 * 63, 4 * 63);
    assertChanges("write-sequential-new", 16_000, 16_000);
    assertChanges("write-prefixed", 4_000, 0);
    assertChanges("write-colliding", 4_000, 0);
    assertChanges("write-staircase", 4 * FuelKeys.STEPS, 0);
    assertChanges("write-victim", 4, 0);
    assertChanges("write-delete-write-cold", 4_000, 0);
    assertChanges("delete-present", 4_000, -4_000);
    assertChanges("add-cold", 4_000, 0);
    assertChanges("add-new", 4_000, 4_000);
    assertChanges("scan-deleted-by-itself", 2_000, -2_000);
    assertChanges("call-writes-reverted", 0, 0);
    assertChanges("trap-after-4000-writes", 0, 0);
    assertChanges("conflict-8-same-keys", 1_000, 0);
    assertChanges("deploy", 4, 4);
    assertChanges("tx-signed", 4, 4);
  }

  private static void assertChanges(String name, int changes, int keys) throws Exception {
    ExecutedBatch executed = execute(measurement(FuelClock.system()).prepare(pattern(name)), 4);
    assertEquals(changes, executed.outcome().changes().size(), name);
    assertEquals(ledger.state().size() + keys, executed.state().size(), name);
  }

  /** One more round of a loop costs as much as its instructions, as often as they are in it. */
  @Test
  void loopsDoAllTheirSteps() throws Exception {
    assertEquals(8 * (2 + 2 + 1 + 2 + 1) + 5, fuelOfRound("i32.add"));
    assertEquals(8 * (2 + 10 + 1 + 1 + 1) + 5, fuelOfRound("i64.div_u"));
    assertEquals(8 * (1 + 15 + 1 + 4 + 1) + 5, fuelOfRound("f64.sqrt"));
    // The third round makes the fourth page, and pays for all four.
    assertEquals(4 * 8_192 + 1 + 10 + 5, fuelOfRound("memory.grow-by-1"));
  }

  private static long fuelOfRound(String loop) throws Exception {
    return fuel(loop, 3) - fuel(loop, 2);
  }

  private static long fuel(String loop, int rounds) throws Exception {
    FuelPattern pattern = FuelPattern.of(
        loop,
        1,
        (index, round) -> new Transaction(
            FuelPatterns.actor(loop),
            FuelLoop.METHOD,
            ByteString.copyFrom(FuelLoop.args(rounds)),
            "",
            FuelPattern.FUEL));
    return execute(pattern, 1).outcome().receipts().get(0).fuelUsed();
  }

  /** A clock on which a batch takes as long for each transaction in it as was said for the pattern. */
  private static final class SetClock implements FuelClock {
    private long ns;
    private long stepNs;

    @Override
    public long ns() {
      ns += stepNs;
      return ns;
    }

    @Override
    public long cpuNs() {
      return ns();
    }

    FuelPattern timed(FuelPattern pattern, long batchNs) {
      return new FuelPattern(
          pattern.name(),
          pattern.operations(),
          pattern.transactionsMin(),
          pattern.transactionsMin(),
          pattern.status(),
          (index, round) -> {
            stepNs = batchNs;
            return pattern.maker().transaction(index, round);
          });
    }
  }

  @Test
  void whatTakesTenTimesAsLongForItsFuelIsNamedTheWorst() throws Exception {
    SetClock clock = new SetClock();
    FuelPattern honest = FuelPattern.steps("honest", 1, FuelStep.of(Operation.BURN, 1, 500, 0));
    FuelMeasurement measurement =
        new FuelMeasurement(ledger, clock.timed(honest, 1_000_000), clock, 0, 2);
    FuelPattern same = clock.timed(renamed(honest, "same"), 1_000_000);
    FuelPattern slow = clock.timed(renamed(honest, "slow"), 10_000_000);
    FuelPattern slower = clock.timed(pattern("tx-no-actor"), 90_000_000);
    List<FuelCost> costs =
        List.of(measurement.measure(same), measurement.measure(slow), measurement.measure(slower));
    assertEquals(1, costs.get(0).ratioSequential(), ROUNDING);
    assertEquals(1, costs.get(0).ratioParallel(), ROUNDING);
    assertEquals(10, costs.get(1).ratioSequential(), ROUNDING);
    assertEquals(10, costs.get(1).ratioParallel(), ROUNDING);
    FuelVerdict verdict = FuelVerdict.of(costs);
    assertEquals("slow", verdict.worst().orElseThrow().pattern());
    assertEquals(List.of("slow"), verdict.above());
    assertEquals(List.of("tx-no-actor"), verdict.free());
    assertEquals(
        "The worst is slow: a unit of fuel takes 10.00 times what an honest one does, and 10.00 times on two threads."
            + " 1 patterns are above 4 times. Nothing is charged for tx-no-actor.",
        verdict.sentence());
  }

  private static FuelPattern renamed(FuelPattern pattern, String name) {
    return FuelPattern.of(name, pattern.operations(), pattern.maker());
  }

  /** A pattern that a limit stops is no figure for what it is about, and says so. */
  @Test
  void whatEndsOtherwiseIsSaidToDoSo() throws Exception {
    FuelPattern trap = FuelPattern.steps("trap", 1, FuelStep.of(Operation.TRAP, 1))
        .limited(100_000)
        .atMost(1);
    FuelCost cost = measurement(FuelClock.system()).measure(trap);
    assertTrue(cost.line().endsWith("  TRAPPED instead of SUCCESS"), cost.line());
    assertEquals("TRAPPED", cost.fields().get("status"));
  }
}
