package dev.wastm.ledger.attack;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.HostileActor;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.TransactionRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** All attacks: what was once found to be cheap, and for each budget whoever uses it up. */
final class Attacks {
  private static final TransactionRules RULES = Protocol.epoch1().transaction();

  /** The largest limit: the attackers are rich. */
  private static final long FUEL = RULES.fuelMax();

  /** For those that use up their limit, or do so where they are executed too early. */
  private static final long LITTLE_FUEL = 2_000_000;

  private static final int FILL = 4_000;
  private static final int FILLS = 4;
  private static final int VICTIMS = 8;
  private static final int EVENT_BYTES = 16 * 1024;
  private static final int EVENTS = 63;
  private static final int OUTPUT_BYTES = 64 * 1024;
  private static final int VALUE_BYTES = 60 * 1024;
  private static final int SIGNATURES = 40;
  private static final int MANY = 1_000;

  private final List<Attack> attacks = new ArrayList<>();

  private Attacks() {}

  static List<Attack> all() {
    Attacks all = new Attacks();
    all.writes();
    all.scans();
    all.reads();
    all.staircases();
    all.memory();
    all.results();
    all.calls();
    all.conflicts();
    all.transactions();
    all.signatures();
    all.deployments();
    return List.copyOf(all.attacks);
  }

  private Attack put(Attack attack) {
    attacks.add(attack);
    return attack;
  }

  private void put(String name, int transactions, Attack.Maker maker) {
    put(Attack.of(name, transactions, maker));
  }

  private static Transaction steps(ByteString args, long fuel) {
    return new Transaction(AttackLedger.STEPS, "steps", args, "mallory", fuel);
  }

  private static Transaction steps(Steps steps) {
    return steps(steps.args(), FUEL);
  }

  private static Transaction hostile(String method, String args, long fuel) {
    return HostileActor.call(AttackLedger.HOSTILE, method, args, fuel);
  }

  private static List<Transaction> list(int count, IntFunction<Transaction> maker) {
    List<Transaction> transactions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      transactions.add(maker.apply(i));
    }
    return transactions;
  }

  /** Writes keys that follow each other. */
  private static Transaction fill(int number) {
    return steps(new Steps().on(Steps.SEQUENTIAL, Steps.WRITE, FILL, number * FILL, 1, 0));
  }

  private void writes() {
    put("writes-sequential", 50, (index, round) -> fill(index + round * 50));
    put(
        "writes-longest",
        10,
        (index, round) -> steps(
            new Steps().on(Steps.RANDOM, Steps.WRITE, EVENTS, index * EVENTS, VALUE_BYTES, 0)));
    put(
        "writes-of-one-key",
        30,
        (index, round) -> steps(new Steps()
            .of(Steps.WRITE, 2_000, 64, 0)
            .of(Steps.DELETE, 1, 0, 0)
            .of(Steps.WRITE, 2_000, 64, 0)));
    put(Attack.of(
            "writes-too-many",
            10,
            (index, round) -> steps(
                new Steps().on(Steps.RANDOM, Steps.WRITE, 5_000, index * 5_000).args(),
                Attack.LEAST))
        .ending(Status.TRAPPED));
    put(
        "deletes-of-nothing",
        8,
        (index, round) ->
            steps(new Steps().on(Steps.RANDOM, Steps.DELETE, FILL, (index + round * 8) * FILL)));
  }

  private static Steps scan(int kind, int scans, int nexts) {
    return new Steps().on(kind, Steps.SCAN, scans, 0, 64, nexts);
  }

  private void scans() {
    put(Attack.of(
            "scans-of-own-deletions",
            6,
            (index, round) -> steps(new Steps()
                .on(Steps.SEQUENTIAL, Steps.DELETE, 2_000, 0)
                .on(Steps.SEQUENTIAL, Steps.SCAN, 10, 0, 64, 1)))
        .after(List.of(fill(0))));
    put(Attack.of(
            "scans-of-earlier-deletions",
            12,
            (index, round) -> steps(
                index == 0
                    ? new Steps().on(Steps.SEQUENTIAL, Steps.DELETE, FILL, 0)
                    : scan(Steps.SEQUENTIAL, 10, 1)))
        .after(List.of(fill(0))));
    put(Attack.of(
            "walks-after-writes",
            4,
            (index, round) -> steps(new Steps()
                .on(Steps.SEQUENTIAL, Steps.WRITE, FILL / 4, index * FILL / 4, 1, 0)
                .on(Steps.SEQUENTIAL, Steps.SCAN, 3, 0, 64, 15_000)))
        .after(list(FILLS, Attacks::fill)));
    put(Attack.of(
            "walks-too-long",
            2,
            (index, round) -> steps(scan(Steps.SEQUENTIAL, 5, 15_000).args(), Attack.LEAST))
        .after(list(FILLS, Attacks::fill))
        .ending(Status.TRAPPED));
    put(
        "scans-of-own-writes",
        20,
        (index, round) -> steps(new Steps()
            .on(Steps.RANDOM, Steps.WRITE, 1_000, index * 1_000)
            .on(Steps.RANDOM, Steps.SCAN, 10, 0, 64, 1_000)));
    put(Attack.of(
            "scans-after-reads",
            20,
            (index, round) -> steps(new Steps()
                .on(Steps.RANDOM, Steps.READ, 2_000, (index + round * 20) * 2_000)
                .on(Steps.SEQUENTIAL, Steps.SCAN, 200, 0, 64, 1)))
        .after(List.of(fill(0))));
    put("scans-of-nothing", 50, (index, round) -> steps(scan(Steps.COLLIDING, 250, 1)));
  }

  private void reads() {
    put(
        "reads-of-absent-keys",
        10,
        (index, round) ->
            steps(new Steps().on(Steps.RANDOM, Steps.READ, 16_000, (index + round * 10) * 16_000)));
    put(Attack.of(
            "reads-too-many",
            10,
            (index, round) -> steps(
                new Steps().on(Steps.RANDOM, Steps.READ, 17_000, index * 17_000).args(),
                Attack.LEAST))
        .ending(Status.TRAPPED));
    Steps equal = new Steps();
    for (int i = 0; i < 8; i++) {
      equal.on(Steps.COLLIDING, Steps.READ, 4_096, 0);
    }
    put(Attack.of("reads-of-equal-hashes", 8, (index, round) -> steps(equal))
        .after(List.of(steps(new Steps().on(Steps.COLLIDING, Steps.WRITE, 4_096, 0)))));
    put(
        "writes-of-equal-hashes",
        10,
        (index, round) -> steps(new Steps().on(Steps.COLLIDING, Steps.WRITE, FILL, index * FILL)));
  }

  private static Transaction stairs(int victim) {
    return steps(new Steps().on(Steps.STAIRCASE, Steps.WRITE, Steps.STAIRS, victim << 12, 1, 0));
  }

  private static Steps victim(int operation, int victim) {
    return new Steps().on(Steps.STAIRCASE, operation, 1, (victim << 12) + Steps.VICTIM);
  }

  private void staircases() {
    put("staircases", VICTIMS, (index, round) -> stairs(index));
    put(Attack.of(
            "reads-behind-staircases",
            MANY,
            (index, round) -> steps(victim(Steps.READ, index % VICTIMS)))
        .after(list(VICTIMS, Attacks::stairs)));
    put(Attack.of(
            "writes-behind-staircases",
            400,
            (index, round) -> steps(victim(Steps.WRITE, index % VICTIMS)))
        .after(list(VICTIMS, Attacks::stairs)));
  }

  private void memory() {
    put("memory-page-by-page", 30, (index, round) -> steps(new Steps().of(Steps.GROW, 48, 1, 0)));
    put("memory-a-byte-a-kibibyte", 30, (index, round) -> hostile("kibibytes", "", FUEL));
    put("memory-all-at-once", 30, (index, round) -> hostile("grow", "", FUEL));
    put("memory-nested", 10, (index, round) -> hostile("nest", "", FUEL));
    put(Attack.of("endless", 10, (index, round) -> hostile("loop", "", LITTLE_FUEL))
        .ending(Status.OUT_OF_FUEL));
    put(Attack.of("too-deep", 30, (index, round) -> hostile("descend", "", Attack.LEAST))
        .ending(Status.TRAPPED));
  }

  private void results() {
    put(
        "events",
        40,
        (index, round) -> steps(new Steps().of(Steps.EMIT, EVENTS, 256, EVENT_BYTES)));
    put(Attack.of(
            "events-beyond-the-batch",
            100,
            (index, round) ->
                steps(new Steps().of(Steps.EMIT, EVENTS, 256, EVENT_BYTES).args(), Attack.LEAST))
        .ending(Status.SUCCESS, Status.TRAPPED));
    put(Attack.of(
            "events-too-many",
            20,
            (index, round) ->
                steps(new Steps().of(Steps.EMIT, 100, 256, EVENT_BYTES).args(), Attack.LEAST))
        .ending(Status.TRAPPED));
    put("events-empty", 500, (index, round) -> steps(new Steps().of(Steps.EMIT, 64, 0, 0)));
    put("outputs", 200, (index, round) -> steps(new Steps().of(Steps.OUTPUT, 1, OUTPUT_BYTES, 0)));
    put("logs", 100, (index, round) -> steps(new Steps().of(Steps.LOG, 64, 4_096, 0)));
    put("logs-dropped", 50, (index, round) -> steps(new Steps().of(Steps.LOG, 10_000, 4_096, 0)));
    for (int length : new int[] {0, 1_024}) {
      put(Attack.of(
              "reverts-of-" + length,
              MANY,
              (index, round) ->
                  steps(new Steps().of(Steps.REVERT, 1, length, 0).args(), Attack.LEAST))
          .ending(Status.REVERTED));
    }
    put(Attack.of(
            "aborts",
            MANY,
            (index, round) -> steps(new Steps().of(Steps.ABORT, 1, 0, 0).args(), Attack.LEAST))
        .ending(Status.TRAPPED));
    put(Attack.of(
            "traps",
            MANY,
            (index, round) -> steps(new Steps().of(Steps.TRAP, 1, 0, 0).args(), Attack.LEAST))
        .ending(Status.TRAPPED));
    put(Attack.of("bad-pointers", MANY, (index, round) -> hostile("pointer", "", Attack.LEAST))
        .ending(Status.TRAPPED));
    put(Attack.of(
            "traps-of-small-guests",
            MANY,
            (index, round) -> hostile("unreachable", "", Attack.LEAST))
        .ending(Status.TRAPPED));
    put(Attack.of(
            "traps-after-writes",
            20,
            (index, round) -> steps(
                new Steps()
                    .on(Steps.RANDOM, Steps.WRITE, FILL, index * FILL)
                    .of(Steps.TRAP, 1, 0, 0)
                    .args(),
                Attack.LEAST))
        .ending(Status.TRAPPED));
  }

  private void call(String name, int transactions, int count, Steps inner) {
    put(name, transactions, (index, round) -> steps(new Steps().calling(count, inner), FUEL));
  }

  private void calls() {
    call("calls-of-nothing", 20, MANY, new Steps());
    call("calls-that-revert", 20, MANY, new Steps().of(Steps.REVERT, 1, 1_024, 0));
    put(Attack.of(
            "calls-that-abort",
            200,
            (index, round) ->
                steps(new Steps().calling(MANY, new Steps().of(Steps.ABORT, 1, 0, 0)), LITTLE_FUEL))
        .ending(Status.OUT_OF_FUEL));
    call("calls-that-read", 20, 100, new Steps().on(Steps.RANDOM, Steps.READ, 100, 0));
    call(
        "calls-that-write-in-vain",
        20,
        40,
        new Steps().on(Steps.RANDOM, Steps.WRITE, 100, 0).of(Steps.REVERT, 1, 0, 0));
    call(
        "calls-that-scan-what-they-wrote",
        20,
        40,
        new Steps()
            .on(Steps.RANDOM, Steps.WRITE, 50, 0)
            .on(Steps.RANDOM, Steps.SCAN, 4, 0, 64, 50));
    call("calls-that-grow", 10, 20, new Steps().of(Steps.GROW, 1, 40, 0));
    call("calls-that-emit", 20, 60, new Steps().of(Steps.EMIT, 1, 256, EVENT_BYTES));
    put(
        "calls-of-nobody",
        50,
        (index, round) -> HostileActor.call(AttackLedger.KEYS, "many", "1000", FUEL));
  }

  private void conflicts() {
    put("one-counter", 3_000, (index, round) -> steps(new Steps().of(Steps.ADD, 1, 0, 0)));
    put(
        "one-counter-read",
        2_000,
        (index, round) -> steps(new Steps().of(index % 2 == 0 ? Steps.ADD : Steps.READ, 1, 8, 0)));
    put(
        "chain",
        MANY,
        (index, round) -> steps(new Steps()
            .on(Steps.RANDOM, Steps.READ, 1, index)
            .of(Steps.BURN, 1, 1_000, 0)
            .on(Steps.RANDOM, Steps.WRITE, 1, index + 1)));
    put(
        "late-writes",
        MANY,
        (index, round) -> steps(
            index % 8 == 0
                ? new Steps().of(Steps.BURN, 1, 10_000, 0).of(Steps.WRITE, 1, 8, 0)
                : new Steps().of(Steps.READ, 1, 8, 0).of(Steps.BURN, 1, 1_000, 0)));
    put(
        "late-writes-under-scans",
        100,
        (index, round) -> steps(
            index % 2 == 0
                ? new Steps()
                    .of(Steps.BURN, 1, 10_000, 0)
                    .on(Steps.SEQUENTIAL, Steps.WRITE, 20, index % 50)
                : scan(Steps.SEQUENTIAL, 10, 100)));
    put(
        "endless-where-executed-too-early",
        20,
        (index, round) -> hostile("x", Integer.toString(index), LITTLE_FUEL));
  }

  private void transactions() {
    put("nothing", 3_000, (index, round) -> steps(new Steps().args(), Attack.LEAST));
    put(Attack.of("no-fuel", 10_000, (index, round) -> steps(new Steps().args(), 1))
        .ending(Status.OUT_OF_FUEL));
    ByteString largest =
        new Steps().args().concat(ByteString.copyFrom(new byte[RULES.argsBytes() - 1]));
    put("largest-arguments", 40, (index, round) -> steps(largest, Attack.LEAST));
    put(Attack.of("largest-arguments-no-fuel", 40, (index, round) -> steps(largest, 1))
        .ending(Status.OUT_OF_FUEL));
    put(
        "longest-names",
        2_000,
        (index, round) -> new Transaction(
            AttackLedger.STEPS,
            "m".repeat(RULES.methodBytes()),
            new Steps().args(),
            "s".repeat(RULES.nameBytes()),
            Attack.LEAST));
    put(Attack.of(
            "nobody",
            3_000,
            (index, round) -> HostileActor.call("nobody-" + index, "m", "", Attack.LEAST))
        .ending(Status.INVALID));
  }

  private static Transaction signed(SigningKey key, long nonce, String ledger) {
    Transaction unsigned = new Transaction(
        AttackLedger.STEPS,
        "steps",
        new Steps().args(),
        key.verification().name(),
        RULES.signatureFuel() + 30_000,
        Optional.empty());
    ByteString signature = ByteString.copyFrom(
        key.sign(unsigned.signedBytes(Fixture.genesis(ledger).hash(), nonce)));
    return unsigned.with(new Transaction.Authorization(nonce, signature));
  }

  private void signatures() {
    List<SigningKey> keys = new ArrayList<>();
    for (int i = 0; i < SIGNATURES; i++) {
      keys.add(SigningKey.generate());
    }
    List<Transaction> elsewhere =
        keys.stream().map(key -> signed(key, 1, "elsewhere")).toList();
    List<Transaction> late =
        keys.stream().map(key -> signed(key, 9, AttackLedger.NAME)).toList();
    put(Attack.of("wrong-signatures", SIGNATURES, (index, round) -> elsewhere.get(index))
        .ending(Status.INVALID));
    put(Attack.of("wrong-nonces", SIGNATURES, (index, round) -> late.get(index))
        .ending(Status.INVALID));
    ByteString zeros = ByteString.copyFrom(new byte[64]);
    put(Attack.of(
            "no-signatures",
            SIGNATURES,
            (index, round) -> late.get(index).with(new Transaction.Authorization(1, zeros)))
        .ending(Status.INVALID));
  }

  private static Transaction system(String method, String actor, String more) {
    String module = Sha256.of(Fixture.counter()).hex();
    String args = "{\"actor\":\"" + actor + "\",\"module\":\"" + module + "\"" + more + "}";
    return HostileActor.call("system", method, args, Attack.LEAST);
  }

  private void deployments() {
    put("deployments", MANY, (index, round) -> system("deploy", "new-" + index, ""));
    put(Attack.of(
            "deployments-of-what-is-there",
            MANY,
            (index, round) -> system("deploy", AttackLedger.STEPS, ""))
        .ending(Status.REVERTED));
    String init = ",\"init\":[" + "0,".repeat(RULES.argsBytes() / 2 - 200) + "0]";
    put(Attack.of(
            "deployments-in-vain-with-much",
            10,
            (index, round) -> system("deploy", AttackLedger.STEPS, init))
        .ending(Status.REVERTED));
    put(Attack.of(
            "upgrades-of-others-actors",
            MANY,
            (index, round) -> system("upgrade", AttackLedger.STEPS, ""))
        .ending(Status.REVERTED));
    put(Attack.of(
            "system-calls-of-nothing",
            MANY,
            (index, round) -> HostileActor.call("system", "nonsense", "{}", Attack.LEAST))
        .ending(Status.INVALID));
  }
}
