package dev.wastm.ledger.batch;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.hash.Digest;
import java.util.HexFormat;
import java.util.Optional;

/** A transaction to the actor {@code system}, its arguments taken apart. */
public sealed interface SystemCall {
  /** The method that makes a ledger demand signatures, whose arguments are none; the others are taken apart here. */
  String REQUIRE_SIGNATURES = "requireSignatures";

  /** The actor to be deployed or upgraded. */
  String actor();

  /** The module as the transaction names it: by tag while it is submitted, by digest once it is in a batch. */
  String module();

  /** The same call with its module named by digest. */
  Transaction resolved(Transaction transaction, Digest module);

  /** @param init the arguments of the new actor's method {@code init}, as compact JSON; it is not called where they are empty */
  record Deploy(String actor, String module, Optional<ByteString> init) implements SystemCall {
    @Override
    public Transaction resolved(Transaction transaction, Digest digest) {
      return withArgs(transaction, SystemCallJson.encode(actor, digest.hex(), init));
    }
  }

  record Upgrade(String actor, String module) implements SystemCall {
    @Override
    public Transaction resolved(Transaction transaction, Digest digest) {
      return withArgs(transaction, SystemCallJson.encode(actor, digest.hex(), Optional.empty()));
    }
  }

  /** The module's digest; empty where it is named in another way. */
  default Optional<Digest> moduleDigest() {
    boolean isDigest = module().length() == 2 * Digest.LENGTH_BYTES
        && module().chars().allMatch(HexFormat::isHexDigit);
    return isDigest ? Optional.of(Digest.ofHex(module())) : Optional.empty();
  }

  /** @throws InvalidTransactionsException with a sentence that says what is wrong with the method or its arguments */
  static SystemCall parse(Transaction transaction) throws InvalidTransactionsException {
    return SystemCallJson.parse(transaction);
  }

  /** The module that a sealed transaction gives to an actor; empty where it gives none. */
  static Optional<Digest> moduleOf(Transaction transaction) {
    if (!transaction.actor().equals(ActorId.SYSTEM)) {
      return Optional.empty();
    }
    try {
      return parse(transaction).moduleDigest();
    } catch (InvalidTransactionsException e) {
      return Optional.empty();
    }
  }

  private static Transaction withArgs(Transaction transaction, ByteString args) {
    return new Transaction(
        transaction.actor(),
        transaction.method(),
        args,
        transaction.sender(),
        transaction.fuelLimit(),
        transaction.authorization());
  }
}
