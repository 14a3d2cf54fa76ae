package dev.wastm.cli.bench;

import static dev.wastm.cli.bench.FuelPattern.ACTOR;
import static dev.wastm.cli.bench.FuelPattern.FUEL;

import com.google.protobuf.ByteString;
import dev.wastm.cli.bench.FuelStep.Operation;
import dev.wastm.ledger.batch.Transaction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The patterns by their names, in the order in which they are measured: instructions, host calls, accesses of the state, transactions. */
final class FuelPatterns {
  private static final int TRANSACTIONS_MAX = 4_000;
  private static final int KIB = 1024;

  private final Map<String, FuelPattern> patterns = new LinkedHashMap<>();
  private final int keys;

  private FuelPatterns(int keys) {
    this.keys = keys;
  }

  /** @param keys how many random keys the state has, from 10 000 */
  static Map<String, FuelPattern> all(int keys) {
    FuelPatterns all = new FuelPatterns(keys);
    FuelLoops.all().forEach(all::loop);
    all.hostCalls();
    all.nestedCalls();
    all.failures();
    all.reads();
    all.writes();
    all.scans();
    all.conflicts();
    return Collections.unmodifiableMap(all.patterns);
  }

  /** The steps of a transaction. */
  @FunctionalInterface
  private interface Steps {
    byte[] args(int index, int round);
  }

  private void put(FuelPattern pattern) {
    patterns.put(pattern.name(), pattern);
  }

  private void loop(String name, FuelLoop loop) {
    byte[] args = FuelLoop.args(loop.rounds());
    put(new FuelPattern(
        name,
        loop.rounds(),
        4,
        TRANSACTIONS_MAX,
        (index, round) ->
            new Transaction("loop/" + name, FuelLoop.METHOD, ByteString.copyFrom(args), "", FUEL)));
  }

  private static Transaction call(byte[] args) {
    return new Transaction(ACTOR, "steps", ByteString.copyFrom(args), "bob", FUEL);
  }

  private static FuelPattern steps(String name, long operations, Steps steps) {
    return new FuelPattern(
        name, operations, 4, TRANSACTIONS_MAX, (index, round) -> call(steps.args(index, round)));
  }

  private static FuelPattern steps(String name, long operations, FuelStep... steps) {
    byte[] args = FuelStep.args(steps);
    return steps(name, operations, (index, round) -> args);
  }

  private static FuelPattern repeated(String name, Operation operation, int count, int a, int b) {
    return steps(name, count, FuelStep.of(operation, count, a, b));
  }

  /** The first of as many numbers of random keys, which no other transaction of the batch has, nor those of the batches before and after. */
  private int cold(int index, int round, int count) {
    int blocks = Math.max(keys / count, 1);
    return (int) ((index + round * 1_009L) % blocks * count);
  }

  private void hostCalls() {
    String[] contexts = {"actor", "sender", "caller", "height", "time", "tx_index", "fuel"};
    for (int i = 0; i < contexts.length; i++) {
      put(repeated("ctx_" + contexts[i], Operation.CONTEXT, 2_000, i, 0));
    }
    put(repeated("ctx_random-1", Operation.RANDOM, 1_000, 1, 0));
    put(repeated("ctx_random-1K", Operation.RANDOM, 200, KIB, 0));
    put(repeated("sha256-0", Operation.SHA256, 1_000, 0, 0));
    put(repeated("sha256-32", Operation.SHA256, 1_000, 32, 0));
    put(repeated("sha256-1K", Operation.SHA256, 300, KIB, 0));
    put(repeated("sha256-64K", Operation.SHA256, 10, 64 * KIB, 0));
    put(repeated("ed25519_verify-right", Operation.VERIFY, 4, 2, 0));
    put(repeated("ed25519_verify-wrong", Operation.VERIFY, 4, 3, 0));
    put(repeated("ed25519_verify-64K", Operation.VERIFY, 4, 64 * KIB, 0));
    put(repeated("ed25519_verify-malformed", Operation.VERIFY_WRONG, 4, 2, 0));
    put(repeated("emit-0", Operation.EMIT, 64, 0, 0));
    put(repeated("emit-16K", Operation.EMIT, 64, 256, 16 * KIB).atMost(100));
    put(repeated("log-0", Operation.LOG, 64, 0, 0));
    put(repeated("log-4K", Operation.LOG, 64, 4 * KIB, 0).atMost(200));
    put(repeated("log-64K", Operation.LOG, 64, 64 * KIB, 0).atMost(200));
    put(repeated("log-dropped", Operation.LOG, 2_000, 64, 0));
    put(steps("output-64K", 1, FuelStep.of(Operation.OUTPUT, 1, 64 * KIB, 0)).atMost(1_500));
  }

  /** Steps of which one calls the actor itself, as often as said, with other steps. */
  private static byte[] calling(int count, int argsBytes, FuelStep... nested) {
    byte[] inner = FuelStep.args(nested);
    int at = FuelStep.BYTES + 1;
    byte[] outer =
        FuelStep.args(FuelStep.of(Operation.CALL, count, at, Math.max(argsBytes, inner.length)));
    byte[] args = new byte[outer.length + inner.length];
    System.arraycopy(outer, 0, args, 0, outer.length);
    System.arraycopy(inner, 0, args, outer.length, inner.length);
    return args;
  }

  private static FuelPattern nested(String name, int count, FuelStep... steps) {
    byte[] args = calling(count, 0, steps);
    return steps(name, count, (index, round) -> args);
  }

  private void nestedCalls() {
    put(nested("call-nothing", 100));
    put(nested("call-revert", 100, FuelStep.of(Operation.REVERT, 1)));
    put(nested("call-revert-1K", 100, FuelStep.of(Operation.REVERT, 1, KIB, 0)));
    put(nested("call-trap", 1, FuelStep.of(Operation.TRAP, 1)).limited(30_000));
    put(nested("call-abort", 1, FuelStep.of(Operation.ABORT, 1)).limited(30_000));
    put(repeated("call-nobody", Operation.CALL_NOBODY, 500, 0, 0));
    byte[] large = calling(30, 64 * KIB);
    put(steps("call-args-64K", 30, (index, round) -> large));
    put(nested("call-output-64K", 30, FuelStep.of(Operation.OUTPUT, 1, 64 * KIB, 0)));
    put(steps("call_output-0", 1_000, FuelStep.of(Operation.CALL_OUTPUT, 1_000)));
    byte[] deep = FuelStep.args(FuelStep.of(Operation.CALL, 1, 0, FuelStep.BYTES + 1));
    put(steps("call-16-deep", 17, (index, round) -> deep));
    put(nested("call-grow-4MiB", 5, FuelStep.of(Operation.GROW, 1, 48, 0)));
    put(nested(
        "call-writes-reverted",
        15,
        FuelStep.on(FuelKeys.RANDOM, Operation.WRITE, 200, 0, 8),
        FuelStep.of(Operation.REVERT, 1)));
    put(nested("call-reads", 20, FuelStep.on(FuelKeys.RANDOM, Operation.READ, 50, 0, 8)));
    put(nested("call-scans", 4, new FuelStep(Operation.SCAN, FuelKeys.RANDOM, 200, 0, 64, 1)));
  }

  private void failures() {
    put(steps("revert-0", 1, FuelStep.of(Operation.REVERT, 1)));
    put(steps("revert-1K", 1, FuelStep.of(Operation.REVERT, 1, KIB, 0)));
    put(least(steps("abort-1K", 1, FuelStep.of(Operation.ABORT, 1))));
    put(least(steps("trap", 1, FuelStep.of(Operation.TRAP, 1))));
    put(least(steps(
        "trap-after-4000-writes",
        1,
        FuelStep.on(FuelKeys.ABSENT, Operation.WRITE, 4_000, 0, 1),
        FuelStep.of(Operation.TRAP, 1))));
    put(steps("out-of-fuel-burning", 1, FuelStep.of(Operation.BURN, 1, 1 << 30, 0))
        .limited(1_000_000));
    put(steps("fuel-limit-1", 1).limited(1));
  }

  /** As little fuel as still lets the guest come to its end; found when it is measured. */
  private static FuelPattern least(FuelPattern pattern) {
    return pattern.limited(FuelPattern.LEAST);
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
            FuelStep.args(FuelStep.on(kind, operation, count, cold(index, round, count), a)));
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
                FuelKeys.ABSENT, Operation.WRITE, 63, cold(index, round, 63), 64 * KIB)))
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
            : FuelStep.args(scan(FuelKeys.SEQUENTIAL, 10, 64, 1))));
    put(steps(
        "scan-own-writes",
        2_000,
        FuelStep.on(FuelKeys.ABSENT, Operation.WRITE, 1_000, 0, 1),
        scan(FuelKeys.ABSENT, 2, 64, 1_000)));
    put(steps(
        "scan-after-reads",
        100,
        (index, round) -> FuelStep.args(
            FuelStep.on(FuelKeys.RANDOM, Operation.READ, 2_000, cold(index, round, 2_000), 8),
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
