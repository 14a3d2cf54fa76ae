package dev.wastm.ledger.batch;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.proto.TransactionProto;
import dev.wastm.ledger.text.Text;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** Ed25519's. */
  private static final int SIGNATURE_BYTES = 64;

  /**
   * What makes a transaction its sender's.
   *
   * @param nonce one more than that of the sender's transaction before, from 1
   * @param signature Ed25519, over {@link #signedBytes}
   */
  public record Authorization(long nonce, ByteString signature) {
    /** @throws IllegalArgumentException where the nonce is not from 1 to 2^63 - 1, or the signature has another length than signatures have */
    public Authorization {
      if (nonce < 1) {
        throw new IllegalArgumentException("A nonce is a whole number from 1 to " + Long.MAX_VALUE
            + ", and not " + Long.toUnsignedString(nonce) + ".");
      }
      if (signature.size() != SIGNATURE_BYTES) {
        throw new IllegalArgumentException(
            "A signature has " + SIGNATURE_BYTES + " bytes, and not " + signature.size() + ".");
      }
    }
  }

  /** @throws IllegalArgumentException where the actor, the method or the sender is no text */
  public Transaction {
    Text.require("The actor's id", actor);
    Text.require("The method", method);
    Text.require("The sender", sender);
  }

  /**
   * A transaction's canonical bytes with what is told by them: its hash, its leaf in the transactions tree, and what it calls. Equal to
   * another where their bytes are. Immutable.
   *
   * @param leaf as {@link MerkleTree#leaf} makes it of the bytes
   */
  public record Sealed(
      Transaction transaction, Call call, ByteString bytes, Digest hash, Digest leaf) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Sealed sealed && bytes.equals(sealed.bytes);
    }

    @Override
    public int hashCode() {
      return hash.hashCode();
    }
  }

  /** A transaction that is not signed. */
  public Transaction(String actor, String method, ByteString args, String sender, long fuelLimit) {
    this(actor, method, args, sender, fuelLimit, Optional.empty());
  }

  public Sealed seal() {
    return seal(Call.of(this));
  }

  /** @param call what this calls, by {@link Call#of}, where that is known already */
  public Sealed seal(Call call) {
    TransactionProto.Builder proto = unsigned();
    authorization.ifPresent(
        signed -> proto.setNonce(signed.nonce()).setSignature(signed.signature()));
    byte[] bytes = proto.build().toByteArray();
    return new Sealed(
        this,
        call,
        UnsafeByteOperations.unsafeWrap(bytes),
        Sha256.of(bytes),
        MerkleTree.leaf(bytes));
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

  /**
   * Reads stored bytes. What is returned seals to the same bytes again.
   *
   * @throws InvalidProtocolBufferException where they are no transaction, or not in the canonical form
   * @throws IllegalArgumentException where they are none that there can be
   */
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
    Sealed sealed = transaction.seal();
    Canonical.require("a transaction", bytes, sealed.bytes());
    return sealed;
  }
}
