package dev.wastm.ledger.batch;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.proto.TransactionProto;
import java.util.Optional;

/**
 * One call to one actor.
 *
 * @param actor the called actor's id; {@link ActorId} says what is valid
 * @param method the method's name, of UTF-8
 * @param args the arguments as the guest sees them: compact JSON where the transaction was given as JSON
 * @param sender who sends it; empty where nobody signs
 * @param fuelLimit the fuel it may use, from 1
 * @param authorization empty where it is not signed
 */
public record Transaction(
    String actor,
    String method,
    ByteString args,
    String sender,
    long fuelLimit,
    Optional<Authorization> authorization) {
  private static final String SIGNING_DOMAIN = "WASTM transaction 1\0";

  /**
   * What makes a transaction its sender's.
   *
   * @param nonce one more than that of the sender's transaction before, from 1
   * @param signature Ed25519, over {@link #signedBytes}
   */
  public record Authorization(long nonce, ByteString signature) {}

  /** The transaction's canonical bytes with their hash. Immutable. */
  public record Sealed(Transaction transaction, ByteString bytes, Digest hash) {}

  /** A transaction that is not signed. */
  public Transaction(String actor, String method, ByteString args, String sender, long fuelLimit) {
    this(actor, method, args, sender, fuelLimit, Optional.empty());
  }

  public Sealed seal() {
    TransactionProto.Builder proto = unsigned();
    authorization.ifPresent(
        signed -> proto.setNonce(signed.nonce()).setSignature(signed.signature()));
    ByteString bytes = proto.build().toByteString();
    return new Sealed(this, bytes, Sha256.of(bytes.toByteArray()));
  }

  /**
   * What a sender signs: which ledger it is for, so that it is good for no other one, also of the same name; its nonce, so that it is good
   * once; and all else. Begins with what no other signed bytes begin with.
   *
   * @param genesis the hash of the ledger's genesis
   */
  public byte[] signedBytes(Digest genesis, long nonce) {
    return ByteString.copyFromUtf8(SIGNING_DOMAIN)
        .concat(genesis.toByteString())
        .concat(unsigned().setNonce(nonce).build().toByteString())
        .toByteArray();
  }

  /** The same transaction with other arguments. */
  Transaction withArgs(ByteString other) {
    return new Transaction(actor, method, other, sender, fuelLimit, authorization);
  }

  /** The same transaction, signed. */
  public Transaction with(Authorization signed) {
    return new Transaction(actor, method, args, sender, fuelLimit, Optional.of(signed));
  }

  private TransactionProto.Builder unsigned() {
    return TransactionProto.newBuilder()
        .setActor(actor)
        .setMethod(method)
        .setArgs(args)
        .setSender(sender)
        .setFuelLimit(fuelLimit);
  }

  /** Reads stored bytes, and keeps them as they are. */
  public static Sealed unseal(ByteString bytes) throws InvalidProtocolBufferException {
    TransactionProto proto = TransactionProto.parseFrom(bytes);
    boolean isSigned = proto.getNonce() != 0 || !proto.getSignature().isEmpty();
    Transaction transaction = new Transaction(
        proto.getActor(),
        proto.getMethod(),
        proto.getArgs(),
        proto.getSender(),
        proto.getFuelLimit(),
        isSigned
            ? Optional.of(new Authorization(proto.getNonce(), proto.getSignature()))
            : Optional.empty());
    return new Sealed(transaction, bytes, Sha256.of(bytes.toByteArray()));
  }
}
