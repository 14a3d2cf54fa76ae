package dev.wastm.ledger.batch;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.json.MalformedException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/** A transaction to the actor {@code system}, its arguments taken apart. */
public sealed interface SystemCall extends Call {

  /** Gives a module to an actor. */
  sealed interface OfModule extends SystemCall {
    /** The actor to be deployed or upgraded. */
    String actor();

    NamedModule module();

    /** The transaction that makes the same call with its module named by digest. */
    Transaction.Sealed sealed(Transaction transaction, Digest module);
  }

  /**
   * A module as a transaction names it.
   *
   * @param name a tag or a digest while the transaction is submitted, a digest once it is in a batch
   * @param digest empty where the name is another one, and where it is in upper-case digits
   */
  record NamedModule(String name, Optional<Digest> digest) {
    static NamedModule of(String name) {
      boolean isDigest = name.length() == 2 * Digest.LENGTH_BYTES
          && name.chars().allMatch(digit -> HexFormat.isHexDigit(digit) && !isUpperCase(digit));
      return new NamedModule(name, isDigest ? Optional.of(Digest.ofHex(name)) : Optional.empty());
    }

    static NamedModule of(Digest digest) {
      return new NamedModule(digest.hex(), Optional.of(digest));
    }

    private static boolean isUpperCase(int digit) {
      return 'A' <= digit && digit <= 'F';
    }
  }

  /** @param init the arguments of the new actor's method {@code init}, as compact JSON; it is not called where they are empty */
  record Deploy(String actor, NamedModule module, Optional<ByteString> init) implements OfModule {
    @Override
    public Transaction.Sealed sealed(Transaction transaction, Digest digest) {
      Deploy call = new Deploy(actor, NamedModule.of(digest), init);
      return transaction.withArgs(SystemCallJson.encode(call, init)).seal(call);
    }
  }

  record Upgrade(String actor, NamedModule module) implements OfModule {
    @Override
    public Transaction.Sealed sealed(Transaction transaction, Digest digest) {
      Upgrade call = new Upgrade(actor, NamedModule.of(digest));
      return transaction.withArgs(SystemCallJson.encode(call, Optional.empty())).seal(call);
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
   * None of these calls: no batch that is admitted has it.
   *
   * @param why a sentence that says what is wrong with the method or its arguments
   */
  record Malformed(String why) implements SystemCall {}

  /** Takes a call apart, whatever the names in it are. */
  static SystemCall of(Transaction transaction) {
    try {
      return SystemCallJson.parse(transaction);
    } catch (MalformedException e) {
      return new Malformed(String.valueOf(e.getMessage()));
    }
  }

  /** The module that a sealed transaction gives to an actor; empty where it gives none. */
  static Optional<Digest> moduleOf(Transaction.Sealed transaction) {
    return transaction.call() instanceof OfModule call ? call.module().digest() : Optional.empty();
  }
}
