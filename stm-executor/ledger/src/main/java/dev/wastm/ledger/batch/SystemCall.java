package dev.wastm.ledger.batch;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.hash.Digest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/** A transaction to the actor {@code system}, its arguments taken apart. */
public sealed interface SystemCall {

  /** Gives a module to an actor. */
  sealed interface OfModule extends SystemCall {
    /** The actor to be deployed or upgraded. */
    String actor();

    /** The module as the transaction names it: by tag while it is submitted, by digest once it is in a batch. */
    String module();

    /** The same call with its module named by digest. */
    Transaction resolved(Transaction transaction, Digest module);

    /** The module's digest; empty where it is named in another way, and in upper-case digits too. */
    default Optional<Digest> moduleDigest() {
      boolean isDigest = module().length() == 2 * Digest.LENGTH_BYTES
          && module().chars().allMatch(digit -> HexFormat.isHexDigit(digit) && !isUpperCase(digit));
      return isDigest ? Optional.of(Digest.ofHex(module())) : Optional.empty();
    }

    private static boolean isUpperCase(int digit) {
      return 'A' <= digit && digit <= 'F';
    }
  }

  /** @param init the arguments of the new actor's method {@code init}, as compact JSON; it is not called where they are empty */
  record Deploy(String actor, String module, Optional<ByteString> init) implements OfModule {
    @Override
    public Transaction resolved(Transaction transaction, Digest digest) {
      return transaction.withArgs(SystemCallJson.encode(actor, digest.hex(), init));
    }
  }

  record Upgrade(String actor, String module) implements OfModule {
    @Override
    public Transaction resolved(Transaction transaction, Digest digest) {
      return transaction.withArgs(SystemCallJson.encode(actor, digest.hex(), Optional.empty()));
    }
  }

  /** Makes a ledger demand signatures. */
  record RequireSignatures() implements SystemCall {}

  /**
   * Moves a ledger to a later protocol epoch.
   *
   * @param height the first of the epoch; the next one where it is empty
   */
  record MoveToEpoch(int epoch, OptionalLong height) implements SystemCall {}

  /**
   * Takes a call apart, whatever the names in it are.
   *
   * @throws InvalidTransactionsException with a sentence that says what is wrong with the method or its arguments
   */
  static SystemCall parse(Transaction transaction) throws InvalidTransactionsException {
    return SystemCallJson.parse(transaction);
  }

  /** The module that a sealed transaction gives to an actor; empty where it gives none. */
  static Optional<Digest> moduleOf(Transaction transaction) {
    if (!transaction.actor().equals(ActorId.SYSTEM)) {
      return Optional.empty();
    }
    try {
      return parse(transaction) instanceof OfModule call ? call.moduleDigest() : Optional.empty();
    } catch (InvalidTransactionsException e) {
      return Optional.empty();
    }
  }
}
