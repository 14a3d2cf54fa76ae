package dev.wastm.ledger.batch;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.proto.HeaderProto;
import dev.wastm.ledger.text.Names;

/**
 * What a batch was given and what came out, in digests. The SHA-256 of its bytes is the batch's identity, and the next header's parent.
 *
 * @param epoch the protocol epoch
 * @param height from 1
 * @param genesis the hash of the ledger's genesis
 * @param parentHash the hash of the header before; the genesis hash at height 1
 * @param timestampMs milliseconds since the Unix epoch, at least the parent's
 * @param seed what {@code ctx_random} is derived from
 */
public record BatchHeader(
    int epoch,
    String ledger,
    Digest genesis,
    long height,
    Digest parentHash,
    Digest priorStateRoot,
    Digest transactionsRoot,
    Digest receiptsRoot,
    Digest stateRoot,
    long timestampMs,
    Digest seed) {

  /** @throws IllegalArgumentException where no ledger can have that name */
  public BatchHeader {
    if (!Names.isLedger(ledger)) {
      throw new IllegalArgumentException(
          "A header names its ledger \"" + Names.shown(ledger) + "\", which is no ledger's name.");
    }
  }

  /** The header's canonical bytes with their hash. Immutable. */
  public record Sealed(BatchHeader header, ByteString bytes, Digest hash) {}

  public Sealed seal() {
    byte[] bytes = proto().toByteArray();
    return new Sealed(this, UnsafeByteOperations.unsafeWrap(bytes), Sha256.of(bytes));
  }

  private HeaderProto proto() {
    return HeaderProto.newBuilder()
        .setEpoch(epoch)
        .setLedger(ledger)
        .setHeight(height)
        .setParentHash(parentHash.toByteString())
        .setPriorStateRoot(priorStateRoot.toByteString())
        .setTransactionsRoot(transactionsRoot.toByteString())
        .setReceiptsRoot(receiptsRoot.toByteString())
        .setStateRoot(stateRoot.toByteString())
        .setTimestampMs(timestampMs)
        .setSeed(seed.toByteString())
        .setGenesis(genesis.toByteString())
        .build();
  }

  /**
   * Reads stored bytes. What is returned seals to the same bytes again.
   *
   * @throws InvalidProtocolBufferException where they are no header, or not in the canonical form
   * @throws IllegalArgumentException where they are none that there can be
   */
  public static Sealed unseal(ByteString bytes) throws InvalidProtocolBufferException {
    HeaderProto proto = HeaderProto.parseFrom(bytes);
    BatchHeader header = new BatchHeader(
        proto.getEpoch(),
        proto.getLedger(),
        Digest.of(proto.getGenesis()),
        proto.getHeight(),
        Digest.of(proto.getParentHash()),
        Digest.of(proto.getPriorStateRoot()),
        Digest.of(proto.getTransactionsRoot()),
        Digest.of(proto.getReceiptsRoot()),
        Digest.of(proto.getStateRoot()),
        proto.getTimestampMs(),
        Digest.of(proto.getSeed()));
    Sealed sealed = header.seal();
    Canonical.require("a header", bytes, sealed.bytes());
    return sealed;
  }
}
