package dev.wastm.ledger.batch;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.json.CanonicalJson;
import dev.wastm.ledger.protocol.BatchLimits;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.TransactionRules;
import dev.wastm.ledger.text.Names;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a batch must be to be one, as far as it can be told of the batch alone. The same rules hold while a submission is read and sealed, when a batch is
 * committed, and when one that is stored is replayed: so nothing is stored that replay would refuse, and replay refuses what no worker would have stored.
 * What needs the state, such as that actors exist, decides what comes out of a transaction, and not whether there is one. For one batch and one thread.
 */
public final class Admission {
  /** The end of the year 9999, in milliseconds since the Unix epoch: no batch is later, so that time always has somewhere to go on to. */
  public static final long TIMESTAMP_MS_MAX = 253_402_300_799_999L;

  private final Protocol protocol;
  private int transactions;
  private long fuel;
  private long bytes;

  /** @param protocol of the epoch of the batch's height */
  public Admission(Protocol protocol) {
    this.protocol = protocol;
  }

  /**
   * A rule that a batch breaks.
   *
   * @param transaction the index of the one that does, where it is one
   * @param rule a sentence
   */
  public record Breach(OptionalInt transaction, String rule) {
    /** Which transaction breaks which rule, as the end of a sentence. */
    public String describe() {
      return (transaction.isPresent() ? "transaction " + transaction.getAsInt() + ": " : "") + rule;
    }
  }

  /** The first rule that a batch breaks; empty where it may be executed. */
  public static Optional<Breach> breach(Batch batch, Protocol protocol) {
    Admission admission = new Admission(protocol);
    int index = 0;
    try {
      requireTimestamp(batch.timestampMs());
      requireSome(batch);
      for (Transaction.Sealed transaction : batch.transactions()) {
        admission.add(transaction);
        index++;
      }
      return Optional.empty();
    } catch (InvalidTransactionsException e) {
      boolean isOfOne = index < batch.transactions().size() && admission.transactions > 0;
      return Optional.of(new Breach(
          isOfOne ? OptionalInt.of(index) : OptionalInt.empty(), String.valueOf(e.getMessage())));
    }
  }

  /** @throws InvalidTransactionsException where no batch has that timestamp */
  public static void requireTimestamp(long timestampMs) throws InvalidTransactionsException {
    if (timestampMs < 0 || timestampMs > TIMESTAMP_MS_MAX) {
      throw new InvalidTransactionsException("the timestamp is " + timestampMs
          + " ms since the Unix epoch; it must be 0 to " + TIMESTAMP_MS_MAX + ".");
    }
  }

  private static void requireSome(Batch batch) throws InvalidTransactionsException {
    if (batch.transactions().isEmpty()) {
      throw new InvalidTransactionsException("there is no transaction in it.");
    }
  }

  /**
   * Admits the next transaction of the batch.
   *
   * @throws InvalidTransactionsException with a sentence, where it breaks a rule alone or together with those before it
   */
  public void add(Transaction.Sealed sealed) throws InvalidTransactionsException {
    count(sealed.transaction());
    bytes += sealed.bytes().size();
    int limit = protocol.batch().inputBytes();
    if (bytes > limit) {
      throw new InvalidTransactionsException("with this one the batch's transactions have " + bytes
          + " bytes together, and at most " + limit + " are allowed; split it in several.");
    }
    requireSealed(sealed);
  }

  /** Counts the next transaction of a text, which is not sealed yet. */
  public void count(Transaction transaction) throws InvalidTransactionsException {
    BatchLimits limits = protocol.batch();
    transactions++;
    if (transactions > limits.transactions()) {
      throw new InvalidTransactionsException(
          "a batch holds at most " + limits.transactions() + " transactions; split it in several.");
    }
    require(transaction, protocol.transaction());
    fuel += transaction.fuelLimit();
    if (fuel > limits.fuel()) {
      throw new InvalidTransactionsException("with this one the fuel limits of the batch are "
          + fuel + " together, and at most " + limits.fuel()
          + " is allowed; split it in several, or give the transactions less fuel.");
    }
  }

  private static void require(Transaction transaction, TransactionRules rules)
      throws InvalidTransactionsException {
    if (!ActorId.isValid(transaction.actor(), rules)) {
      throw notNamed("\"actor\" must be 1 to ", rules.nameBytes());
    }
    if (!ActorId.isValidSender(transaction.sender(), rules)) {
      throw notNamed("\"sender\" must be empty or at most ", rules.nameBytes());
    }
    if (!ActorId.isValidMethod(transaction.method(), rules)) {
      throw notNamed("\"method\" must be 1 to ", rules.methodBytes());
    }
    if (transaction.args().size() > rules.argsBytes()) {
      throw new InvalidTransactionsException(
          "\"args\" must be at most " + rules.argsBytes() + " bytes of compact JSON.");
    }
    if (transaction.fuelLimit() < 1 || transaction.fuelLimit() > rules.fuelMax()) {
      throw new InvalidTransactionsException(
          "\"fuel\" must be a whole number from 1 to " + rules.fuelMax() + ".");
    }
  }

  private static InvalidTransactionsException notNamed(String what, int bytesMax) {
    return new InvalidTransactionsException(what + bytesMax + " " + Names.RULE + ".");
  }

  private void requireSealed(Transaction.Sealed sealed) throws InvalidTransactionsException {
    TransactionRules rules = protocol.transaction();
    ByteString args = sealed.transaction().args();
    if (!args.isEmpty() && !CanonicalJson.is(args, rules.argsDepth(), rules.argsNumberChars())) {
      throw new InvalidTransactionsException("\"args\" are not JSON in its canonical form.");
    }
    if (sealed.call() instanceof SystemCall.Malformed malformed) {
      throw new InvalidTransactionsException(malformed.why());
    } else if (sealed.call() instanceof SystemCall.OfModule call) {
      requireNamed(call, rules);
      if (call.module().digest().isEmpty()) {
        throw new InvalidTransactionsException(
            "the argument \"module\" must be a SHA-256 of 64 lower-case hexadecimal digits.");
      }
    }
  }

  /** @throws InvalidTransactionsException where what is deployed or upgraded has no actor's name */
  public static void requireNamed(SystemCall.OfModule call, TransactionRules rules)
      throws InvalidTransactionsException {
    if (!ActorId.isValid(call.actor(), rules)) {
      throw notNamed("the argument \"actor\" must be 1 to ", rules.nameBytes());
    }
  }
}
