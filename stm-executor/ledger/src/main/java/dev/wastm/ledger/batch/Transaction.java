package dev.wastm.ledger.batch;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.proto.TransactionProto;

/**
 * One call to one actor.
 *
 * @param actor the called actor's id; {@link ActorId} says what is valid
 * @param method the method's name, at most {@link Limits#METHOD_BYTES_MAX} bytes of UTF-8
 * @param args the arguments as the guest sees them: compact JSON where the transaction was given as JSON
 * @param sender who sends it; empty where nobody signs
 * @param fuelLimit the fuel it may use, 1 to {@link Limits#FUEL_MAX}
 */
public record Transaction(
    String actor, String method, ByteString args, String sender, long fuelLimit) {

  /** The transaction's canonical bytes with their hash. Immutable. */
  public record Sealed(Transaction transaction, ByteString bytes, Digest hash) {}

  public Sealed seal() {
    ByteString bytes = TransactionProto.newBuilder()
        .setActor(actor)
        .setMethod(method)
        .setArgs(args)
        .setSender(sender)
        .setFuelLimit(fuelLimit)
        .build()
        .toByteString();
    return new Sealed(this, bytes, Sha256.of(bytes.toByteArray()));
  }

  /** Reads stored bytes, and keeps them as they are. */
  public static Sealed unseal(ByteString bytes) throws InvalidProtocolBufferException {
    TransactionProto proto = TransactionProto.parseFrom(bytes);
    Transaction transaction = new Transaction(
        proto.getActor(),
        proto.getMethod(),
        proto.getArgs(),
        proto.getSender(),
        proto.getFuelLimit());
    return new Sealed(transaction, bytes, Sha256.of(bytes.toByteArray()));
  }
}
