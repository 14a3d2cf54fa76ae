package dev.wastm.benchmarks.fuel;

import com.google.protobuf.ByteString;
import dev.wastm.benchmarks.fuel.FuelStep.Operation;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.TransactionRules;
import dev.wastm.ledger.state.StateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Honest transactions, which all others are compared with; and transactions that cost something themselves, whatever the guest does. */
final class FuelTransactions {
  static final String BANK = "bank";
  static final String COUNTER = "counter-";
  static final int COUNTERS = 1_000;

  /** Of the bank, whose balances are in the state. */
  static final int ACCOUNTS = 250_000;

  private static final TransactionRules RULES = Protocol.epoch1().transaction();

  /** Enough for whatever is done here, the longest arguments included. */
  private static final long FUEL = 20_000_000;

  private static final int TRANSACTIONS_MIN = 4;
  private static final int TRANSACTIONS_MAX = 10_000;
  private static final int REFERENCE_TRANSACTIONS = 4_000;
  private static final int SIGNED_MAX = 100;
  private static final int SIGNATURE_BYTES = 64;

  private final List<FuelPattern> patterns = new ArrayList<>();
  private final Digest module;

  private FuelTransactions(Digest module) {
    this.module = module;
  }

  /** @param module one whose method {@code init} does nothing */
  static List<FuelPattern> all(Digest module) {
    FuelTransactions all = new FuelTransactions(module);
    all.honest();
    all.plain();
    all.signed();
    all.system();
    return List.copyOf(all.patterns);
  }

  /** Where the bank keeps an account's balance. */
  static StateKey balance(int account) {
    return StateKey.of(BANK, "balance/a" + account);
  }

  /**
   * Of ten transactions, four payments between any two of a large bank's accounts, and three counters, of the example actors; one that writes a
   * kilobyte under a key of its own, one that hashes a kilobyte, and one that computes 1 000 rounds of a generator of random numbers.
   */
  static FuelPattern reference() {
    return FuelPattern.of("reference", 1, (index, round) -> switch (index % 10) {
          case 0, 1, 2, 3 -> payment(index, round);
          case 4, 5, 6 -> increment(index, round);
          case 7 ->
            steps(
                FuelStep.on(FuelKeys.RANDOM, Operation.WRITE, 1, index + round % 2 * 4_000, 1024));
          case 8 -> steps(FuelStep.of(Operation.SHA256, 1, 1024, 0));
          default -> steps(FuelStep.of(Operation.BURN, 1, 1_000, 0));
        })
        .atLeast(REFERENCE_TRANSACTIONS);
  }

  private static Transaction payment(int index, int round) {
    int from = Math.floorMod(FuelKeys.mix(2 * index + 20_000 * round), ACCOUNTS);
    int to = (from + 1 + Math.floorMod(FuelKeys.mix(2 * index + 1), ACCOUNTS - 1)) % ACCOUNTS;
    return json(BANK, "transfer", "{\"to\":\"a" + to + "\",\"amount\":1}", "a" + from);
  }

  private static Transaction increment(int index, int round) {
    return json(COUNTER + (index * 7 + round) % COUNTERS, "increment", "{\"by\":5}", "alice");
  }

  private static Transaction json(String actor, String method, String args, String sender) {
    return new Transaction(actor, method, ByteString.copyFromUtf8(args), sender, FUEL);
  }

  private static Transaction steps(FuelStep... steps) {
    return new Transaction(
        FuelPattern.ACTOR, "steps", ByteString.copyFrom(FuelStep.args(steps)), "bob", FUEL);
  }

  private void put(String name, FuelPattern.Maker maker) {
    put(name, TRANSACTIONS_MAX, Status.SUCCESS, maker);
  }

  private void put(String name, Status status, FuelPattern.Maker maker) {
    put(name, TRANSACTIONS_MAX, status, maker);
  }

  private void put(String name, int transactionsMax, Status status, FuelPattern.Maker maker) {
    patterns.add(new FuelPattern(name, 1, TRANSACTIONS_MIN, transactionsMax, status, maker));
  }

  private void honest() {
    put("honest-payment", FuelTransactions::payment);
    put("honest-counter", FuelTransactions::increment);
  }

  private void plain() {
    put("tx-nothing", (index, round) -> steps());
    patterns.add(FuelPattern.steps("tx-nothing-least", 1).limited(FuelPattern.LEAST));
    ByteString large = ByteString.copyFrom(FuelStep.args())
        .concat(ByteString.copyFrom(new byte[RULES.argsBytes() - 1]));
    put(
        "tx-args-256K",
        200,
        Status.SUCCESS,
        (index, round) -> new Transaction(FuelPattern.ACTOR, "steps", large, "bob", FUEL));
    put(
        "tx-names-longest",
        (index, round) -> new Transaction(
            FuelPattern.ACTOR,
            "m".repeat(RULES.methodBytes()),
            ByteString.copyFrom(FuelStep.args()),
            "s".repeat(RULES.nameBytes()),
            FUEL));
    put("tx-no-actor", Status.INVALID, (index, round) -> json("nobody", "m", "{}", "bob"));
  }

  private void signed() {
    List<SigningKey> keys = new ArrayList<>();
    for (int i = 0; i < SIGNED_MAX; i++) {
      keys.add(SigningKey.generate());
    }
    List<Transaction> right = keys.stream().map(key -> signed(key, 1)).toList();
    List<Transaction> late = keys.stream().map(key -> signed(key, 2)).toList();
    put("tx-signed", SIGNED_MAX, Status.SUCCESS, (index, round) -> right.get(index));
    put("tx-wrong-nonce", SIGNED_MAX, Status.INVALID, (index, round) -> late.get(index));
    put(
        "tx-wrong-signature",
        SIGNED_MAX,
        Status.INVALID,
        (index, round) -> right
            .get(index)
            .with(right.get((index + 1) % SIGNED_MAX).authorization().orElseThrow()));
    put(
        "tx-malformed-signature",
        SIGNED_MAX,
        Status.INVALID,
        (index, round) -> right
            .get(index)
            .with(
                new Transaction.Authorization(1, ByteString.copyFrom(new byte[SIGNATURE_BYTES]))));
  }

  private static Transaction signed(SigningKey key, long nonce) {
    Transaction unsigned = new Transaction(
        FuelPattern.ACTOR,
        "steps",
        ByteString.copyFrom(FuelStep.args()),
        key.verification().name(),
        FUEL,
        Optional.empty());
    byte[] signature = key.sign(unsigned.signedBytes(FuelLedger.GENESIS, nonce));
    return unsigned.with(new Transaction.Authorization(nonce, ByteString.copyFrom(signature)));
  }

  private void system() {
    put("deploy", (index, round) -> FuelLedger.deployment("new-" + index, module, ""));
    put(
        "deploy-init",
        (index, round) -> FuelLedger.deployment("new-" + index, module, ",\"init\":{}"));
    put(
        "deploy-existing",
        Status.REVERTED,
        (index, round) -> FuelLedger.deployment(BANK, module, ""));
    String large = ",\"init\":[" + "0,".repeat(RULES.argsBytes() / 2 - 200) + "0]";
    put(
        "deploy-existing-init-256K",
        200,
        Status.REVERTED,
        (index, round) -> FuelLedger.deployment(BANK, module, large));
    put(
        "upgrade",
        (index, round) -> json(
            "system",
            "upgrade",
            "{\"actor\":\"" + COUNTER + index % COUNTERS + "\",\"module\":\"" + module.hex()
                + "\"}",
            FuelLedger.OWNER));
    put(
        "upgrade-refused",
        Status.REVERTED,
        (index, round) -> json(
            "system",
            "upgrade",
            "{\"actor\":\"bank\",\"module\":\"" + module.hex() + "\"}",
            "mallory"));
    put(
        "system-unknown-method",
        Status.INVALID,
        (index, round) -> json("system", "m", "{}", "mallory"));
  }
}
