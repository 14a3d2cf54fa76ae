package dev.wastm.ledger.batch;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree;
import dev.wastm.ledger.proto.EventProto;
import dev.wastm.ledger.proto.ReceiptProto;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one transaction.
 *
 * @param index its place in the batch, from 0
 * @param output what the guest returned; empty unless {@link Status#SUCCESS}
 * @param fuelUsed at most the transaction's fuel limit
 * @param events in the order emitted; none unless {@link Status#SUCCESS}
 * @param writesDigest the digest of its net writes ({@code docs/formats.md})
 * @param failure why it did not succeed; empty where {@link Status#SUCCESS}
 */
public record Receipt(
    int index,
    Digest transactionHash,
    Status status,
    ByteString output,
    long fuelUsed,
    List<Event> events,
    Digest writesDigest,
    Optional<Failure> failure) {

  public record Event(ByteString topic, ByteString data) {}

  public Receipt {
    events = List.copyOf(events);
    if (failure.isPresent() == (status == Status.SUCCESS)) {
      throw new IllegalArgumentException(
          "A receipt says why its transaction failed, or that it succeeded.");
    }
    if (index < 0 || fuelUsed < 0) {
      throw new IllegalArgumentException("A receipt has no index or fuel below 0 or beyond "
          + Integer.MAX_VALUE + " and " + Long.MAX_VALUE + ".");
    }
  }

  /**
   * A receipt's canonical bytes with its leaf in the receipts tree; equal to another where its bytes are. Immutable.
   *
   * @param leaf as {@link MerkleTree#leaf} makes it of the bytes
   */
  public record Sealed(Receipt receipt, ByteString bytes, Digest leaf) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Sealed sealed && bytes.equals(sealed.bytes);
    }

    @Override
    public int hashCode() {
      return leaf.hashCode();
    }
  }

  public Sealed seal() {
    byte[] bytes = proto().toByteArray();
    return new Sealed(this, UnsafeByteOperations.unsafeWrap(bytes), MerkleTree.leaf(bytes));
  }

  private ReceiptProto proto() {
    ReceiptProto.Builder proto = ReceiptProto.newBuilder()
        .setIndex(index)
        .setTransactionHash(transactionHash.toByteString())
        .setStatus(status.proto())
        .setOutput(output)
        .setFuelUsed(fuelUsed)
        .setWritesDigest(writesDigest.toByteString());
    failure.ifPresent(why -> proto.setFailure(why.encode()));
    for (Event event : events) {
      proto.addEvents(EventProto.newBuilder().setTopic(event.topic()).setData(event.data()));
    }
    return proto.build();
  }

  /**
   * Reads stored bytes. What is returned seals to the same bytes again.
   *
   * @throws InvalidProtocolBufferException where they are no receipt, or not in the canonical form
   * @throws IllegalArgumentException where they are none that there can be
   */
  public static Sealed unseal(ByteString bytes) throws InvalidProtocolBufferException {
    ReceiptProto proto = ReceiptProto.parseFrom(bytes);
    Receipt receipt = new Receipt(
        proto.getIndex(),
        Digest.of(proto.getTransactionHash()),
        Status.of(proto.getStatus()),
        proto.getOutput(),
        proto.getFuelUsed(),
        proto.getEventsList().stream()
            .map(event -> new Event(event.getTopic(), event.getData()))
            .toList(),
        Digest.of(proto.getWritesDigest()),
        proto.hasFailure() ? Optional.of(Failure.decode(proto.getFailure())) : Optional.empty());
    Sealed sealed = receipt.seal();
    Canonical.require("a receipt", bytes, sealed.bytes());
    return sealed;
  }
}
