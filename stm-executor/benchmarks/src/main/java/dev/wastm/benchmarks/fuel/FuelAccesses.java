package dev.wastm.benchmarks.fuel;

import static dev.wastm.benchmarks.fuel.FuelPattern.steps;

import dev.wastm.benchmarks.fuel.FuelStep.Operation;
import java.util.ArrayList;
import java.util.List;

/** Patterns about the state: which keys are read, written and scanned, and who else does so. */
final class FuelAccesses {
  private static final int KIB = 1024;
  private static final int ABSENT_NUMBERS = 1 << 30;

  /** Numbers that follow each other become ones far apart. */
  private static final long SPREAD = 0x9E3779B1L;

  private final List<FuelPattern> patterns = new ArrayList<>();
  private final int keys;

  private FuelAccesses(int keys) {
    this.keys = keys;
  }

  /** @param keys how many random keys the state has, from 10 000 */
  static List<FuelPattern> all(int keys) {
    FuelAccesses all = new FuelAccesses(keys);
    all.reads();
    all.writes();
    all.scans();
    all.conflicts();
    return List.copyOf(all.patterns);
  }

  private void put(FuelPattern pattern) {
    patterns.add(pattern);
  }

  /** The first of as many numbers of keys, which no other transaction of the batch has, nor, most likely, those of the batches just before. */
  private int cold(FuelKeys kind, int index, int round, int count) {
    int numbers = kind == FuelKeys.ABSENT ? ABSENT_NUMBERS : keys;
    int blocks = Math.max(numbers / count, 1);
    return (index + Math.floorMod(round * SPREAD, blocks)) % blocks * count;
  }

  private static FuelPattern on(FuelKeys kind, String name, Operation operation, int count, int a) {
    return steps(
        name, count, (index, round) -> FuelStep.args(FuelStep.on(kind, operation, count, 0, a)));
  }

  private FuelPattern cold(FuelKeys kind, String name, Operation operation, int count, int a) {
    return steps(
        name,
        count,
        (index, round) ->
            FuelStep.args(FuelStep.on(kind, operation, count, cold(kind, index, round, count), a)));
  }

  private static FuelPattern within(
      int numbers, FuelKeys kind, String name, Operation operation, int count, int a) {
    return steps(
        name,
        count,
        (index, round) -> FuelStep.args(FuelStep.on(
            kind, operation, count, (index + round * 7) % (numbers / count) * count, a)));
  }

  private static FuelPattern staircase(String name, Operation operation, int a) {
    return steps(
        name,
        FuelKeys.STEPS,
        (index, round) -> FuelStep.args(FuelStep.on(
            FuelKeys.STAIRCASE, operation, FuelKeys.STEPS, index % FuelLedger.VICTIMS << 12, a)));
  }

  private void reads() {
    put(on(FuelKeys.SAME, "read-same", Operation.READ, 1_000, 8));
    put(on(FuelKeys.RANDOM, "read-warm", Operation.READ, 1_000, 8));
    put(cold(FuelKeys.RANDOM, "read-cold", Operation.READ, 1_000, 8));
    put(cold(FuelKeys.RANDOM, "read-cold-10-each", Operation.READ, 10, 8));
    put(cold(FuelKeys.RANDOM, "exists-cold", Operation.EXISTS, 1_000, 0));
    put(cold(FuelKeys.ABSENT, "read-absent", Operation.READ, 1_000, 8));
    put(within(
        FuelLedger.SEQUENTIAL_KEYS,
        FuelKeys.SEQUENTIAL,
        "read-sequential",
        Operation.READ,
        1_000,
        8));
    put(within(
        FuelLedger.PREFIXED_KEYS, FuelKeys.PREFIXED, "read-prefixed", Operation.READ, 1_000, 8));
    put(within(
            FuelLedger.COLLIDING_KEYS,
            FuelKeys.COLLIDING,
            "read-colliding",
            Operation.READ,
            1_000,
            8)
        .atMost(200));
    put(staircase("read-staircase", Operation.READ, 8));
    put(steps(
        "read-victim",
        1,
        (index, round) -> FuelStep.args(FuelStep.on(
            FuelKeys.STAIRCASE,
            Operation.READ,
            1,
            (index % FuelLedger.VICTIMS << 12) + FuelKeys.VICTIM,
            8))));
    put(on(FuelKeys.LONGEST, "read-64K", Operation.READ, FuelLedger.LONGEST_KEYS, 64 * KIB));
    put(on(FuelKeys.LONGEST, "read-64K-into-0", Operation.READ, FuelLedger.LONGEST_KEYS, 0));
    put(on(FuelKeys.SAME, "exists-same", Operation.EXISTS, 1_000, 0));
  }

  private void writes() {
    put(on(FuelKeys.SAME, "write-same-1", Operation.WRITE, 1_000, 1));
    put(on(FuelKeys.SAME, "write-same-4K", Operation.WRITE, 1_000, 4 * KIB));
    put(cold(FuelKeys.RANDOM, "write-cold-8", Operation.WRITE, 1_000, 8));
    put(cold(FuelKeys.RANDOM, "write-cold-1-each", Operation.WRITE, 1, 8));
    put(cold(FuelKeys.ABSENT, "write-new-1", Operation.WRITE, 4_096, 1));
    put(steps(
            "write-new-64K",
            63,
            (index, round) -> FuelStep.args(FuelStep.on(
                FuelKeys.ABSENT,
                Operation.WRITE,
                63,
                cold(FuelKeys.ABSENT, index, round, 63),
                64 * KIB)))
        .atMost(30));
    put(steps(
        "write-sequential-new",
        4_000,
        (index, round) -> FuelStep.args(FuelStep.on(
            FuelKeys.SEQUENTIAL,
            Operation.WRITE,
            4_000,
            FuelLedger.SEQUENTIAL_KEYS + index * 4_000,
            1))));
    put(within(
        FuelLedger.PREFIXED_KEYS, FuelKeys.PREFIXED, "write-prefixed", Operation.WRITE, 1_000, 1));
    put(within(
            FuelLedger.COLLIDING_KEYS,
            FuelKeys.COLLIDING,
            "write-colliding",
            Operation.WRITE,
            1_000,
            1)
        .atMost(200));
    put(staircase("write-staircase", Operation.WRITE, 1));
    put(steps(
            "write-victim",
            1,
            (index, round) -> FuelStep.args(FuelStep.on(
                FuelKeys.STAIRCASE, Operation.WRITE, 1, (index << 12) + FuelKeys.VICTIM, 1)))
        .atLeast(FuelLedger.VICTIMS)
        .atMost(FuelLedger.VICTIMS));
    put(cold(FuelKeys.RANDOM, "delete-present", Operation.DELETE, 1_000, 0));
    put(cold(FuelKeys.ABSENT, "delete-absent", Operation.DELETE, 1_000, 0));
    put(on(FuelKeys.SAME, "write-delete-write-same", Operation.WRITE_DELETE_WRITE, 1_000, 8));
    put(cold(FuelKeys.RANDOM, "write-delete-write-cold", Operation.WRITE_DELETE_WRITE, 1_000, 8));
    put(on(FuelKeys.SAME, "add-same", Operation.ADD, 1_000, 0));
    put(cold(FuelKeys.RANDOM, "add-cold", Operation.ADD, 1_000, 0));
    put(cold(FuelKeys.ABSENT, "add-new", Operation.ADD, 1_000, 0));
    put(steps(
            "adds-then-read",
            1,
            (index, round) -> FuelStep.args(
                FuelStep.of(index % 1_000 == 999 ? Operation.READ : Operation.ADD, 1, 8, 0)))
        .atLeast(2_000));
    put(steps(
            "adds-and-reads",
            1,
            (index, round) -> FuelStep.args(
                FuelStep.of(index % 2 == 1 ? Operation.READ : Operation.ADD, 1, 8, 0)))
        .atLeast(2_000));
  }

  private static FuelStep scan(FuelKeys kind, int count, int capacity, int nexts) {
    return new FuelStep(Operation.SCAN, kind, count, 0, capacity, nexts);
  }

  private void scans() {
    put(steps("scan-open-close", 250, scan(FuelKeys.RANDOM, 250, 0, 0)));
    put(steps("scan-first", 250, scan(FuelKeys.RANDOM, 250, 64, 1)));
    put(steps("scan-present", 2_000, scan(FuelKeys.RANDOM, 1, 64, 2_000)));
    put(steps("scan-prefixed", 2_000, scan(FuelKeys.PREFIXED, 1, 512, 2_000)));
    put(steps("scan-staircase", 2_000, scan(FuelKeys.STAIRCASE, 1, 512, 2_000)));
    put(steps("scan-64K", 60, scan(FuelKeys.LONGEST, 1, 0x10200, 60)));
    put(steps("scan-64K-into-0", 2_000, scan(FuelKeys.LONGEST, 1, 0, 2_000)));
    put(steps(
        "scan-16-at-once",
        16 * 100,
        new FuelStep(Operation.SCANS, FuelKeys.RANDOM, 1, 0, 64, 100)));
    put(steps("scan-none", 250, scan(FuelKeys.ABSENT, 250, 64, 1)));
    put(steps(
        "scan-deleted-by-itself",
        10,
        FuelStep.on(FuelKeys.SEQUENTIAL, Operation.DELETE, 2_000, 0, 0),
        scan(FuelKeys.SEQUENTIAL, 10, 64, 1)));
    put(steps(
            "scan-deleted-before",
            10,
            (index, round) -> index == 0
                ? FuelStep.args(FuelStep.on(FuelKeys.SEQUENTIAL, Operation.DELETE, 4_000, 0, 0))
                : FuelStep.args(scan(FuelKeys.SEQUENTIAL, 10, 64, 1)))
        .atLeast(200));
    put(steps(
        "scan-own-writes",
        2_000,
        FuelStep.on(FuelKeys.ABSENT, Operation.WRITE, 1_000, 0, 1),
        scan(FuelKeys.ABSENT, 2, 64, 1_000)));
    put(steps(
        "scan-after-reads",
        100,
        (index, round) -> FuelStep.args(
            FuelStep.on(
                FuelKeys.RANDOM,
                Operation.READ,
                2_000,
                cold(FuelKeys.RANDOM, index, round, 2_000),
                8),
            scan(FuelKeys.SEQUENTIAL, 100, 64, 1))));
    put(steps(
        "scan-while-written",
        100,
        (index, round) -> index % 2 == 0
            ? FuelStep.args(FuelStep.on(FuelKeys.SEQUENTIAL, Operation.WRITE, 20, index % 100, 8))
            : FuelStep.args(scan(FuelKeys.SEQUENTIAL, 1, 64, 100))));
  }

  private void conflicts() {
    put(steps(
            "conflict-8-same-keys",
            1_000,
            FuelStep.on(FuelKeys.RANDOM, Operation.READ_WRITE, 1_000, 0, 8))
        .atLeast(8)
        .atMost(8));
    put(steps("conflict-hot-key", 1, FuelStep.on(FuelKeys.SAME, Operation.READ_WRITE, 1, 0, 8)));
    put(steps(
        "conflict-hot-key-burning",
        1,
        FuelStep.of(Operation.READ, 1, 8, 0),
        FuelStep.of(Operation.BURN, 1, 10_000, 0),
        FuelStep.of(Operation.WRITE, 1, 8, 0)));
    put(steps(
        "conflict-chain",
        1,
        (index, round) -> FuelStep.args(
            FuelStep.on(FuelKeys.ABSENT, Operation.READ, 1, index, 8),
            FuelStep.of(Operation.BURN, 1, 10_000, 0),
            FuelStep.on(FuelKeys.ABSENT, Operation.WRITE, 1, index + 1, 8))));
    put(steps(
        "conflict-late-write",
        1,
        (index, round) -> index % 8 == 0
            ? FuelStep.args(
                FuelStep.of(Operation.BURN, 1, 40_000, 0), FuelStep.of(Operation.WRITE, 1, 8, 0))
            : FuelStep.args(
                FuelStep.of(Operation.READ, 1, 8, 0), FuelStep.of(Operation.BURN, 1, 10_000, 0))));
    put(steps(
        "conflict-reads-then-late",
        500,
        (index, round) -> index % 8 == 0
            ? FuelStep.args(
                FuelStep.of(Operation.BURN, 1, 40_000, 0),
                FuelStep.on(FuelKeys.RANDOM, Operation.WRITE, 1, 0, 8))
            : FuelStep.args(FuelStep.on(FuelKeys.RANDOM, Operation.READ, 500, 0, 8))));
  }
}
