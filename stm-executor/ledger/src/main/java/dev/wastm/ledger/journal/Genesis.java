package dev.wastm.ledger.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.ledger.LedgerName;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.key.VerificationKey;
import dev.wastm.ledger.proto.GenesisProto;
import dev.wastm.ledger.proto.OriginProto;
import dev.wastm.ledger.protocol.Protocols;
import java.util.Optional;

/**
 * What makes a ledger itself, and no other one of its name. Every header and every signed transaction names its hash, so that none of them is
 * good for another ledger. Immutable.
 *
 * @param epoch the protocol epoch that it begins in
 * @param ledger its name
 * @param store the blob store in which it began
 * @param createdMs when, in milliseconds since the Unix epoch
 * @param id 32 random bytes
 * @param founder the name of the key that demands signatures from the first transaction on; empty where the genesis demands none
 * @param origin where it parts from another ledger; empty unless it is a fork
 */
public record Genesis(
    int epoch,
    String ledger,
    StoreIdentity store,
    long createdMs,
    Digest id,
    String founder,
    Optional<Origin> origin) {
  private static final Digest NO_ID = Digest.of(new byte[Digest.LENGTH_BYTES]);

  /** @throws IllegalArgumentException with what is wrong, as the end of a sentence */
  public Genesis {
    String unused = LedgerName.require(ledger);
    if (epoch != Protocols.FIRST_EPOCH) {
      throw new IllegalArgumentException("a ledger begins in the epoch " + Protocols.FIRST_EPOCH
          + ", and not in " + Integer.toUnsignedString(epoch));
    }
    if (createdMs < 0) {
      throw new IllegalArgumentException("a ledger is created after 1970");
    }
    if (!founder.isEmpty() && VerificationKey.ofName(founder).isEmpty()) {
      throw new IllegalArgumentException("its founder is no key's name");
    }
    if (origin.isPresent() && !origin.get().genesis().genesis().founder().equals(founder)) {
      throw new IllegalArgumentException("a fork has the founder of the ledger that it parts from");
    }
  }

  /**
   * Where a fork parts from the ledger that it comes from.
   *
   * @param header the last that both have
   * @param genesis the one that this header belongs to
   */
  public record Origin(BatchHeader.Sealed header, Sealed genesis) {
    /** @throws IllegalArgumentException with what is wrong, as the end of a sentence */
    public Origin {
      if (!genesis.at(header.header().height()).equals(genesis)) {
        throw new IllegalArgumentException(
            "its origin is not a header of the ledger that it names");
      }
      genesis.foreign(header).ifPresent(why -> {
        throw new IllegalArgumentException("its origin cannot be: " + why);
      });
    }
  }

  /** The genesis that stands in for one, where a ledger is only looked at, or tried, before it is made. */
  public static Sealed ofNoLedgerYet(String ledger) {
    return new Genesis(
            Protocols.FIRST_EPOCH, ledger, StoreIdentity.NONE, 0, NO_ID, "", Optional.empty())
        .seal();
  }

  /** The canonical bytes with their hash. Immutable. */
  public record Sealed(Genesis genesis, ByteString bytes, Digest hash) {
    /** The genesis in force at a height: where a fork has its past from another ledger, that one's. */
    public Sealed at(long height) {
      Optional<Origin> origin = genesis.origin();
      return origin.isPresent() && height <= origin.get().header().header().height()
          ? origin.get().genesis().at(height)
          : this;
    }

    /** Why a header cannot be this ledger's at the height it states, as the end of a sentence; empty where it can. */
    public Optional<String> foreign(BatchHeader.Sealed sealed) {
      BatchHeader header = sealed.header();
      Sealed there = at(header.height());
      if (!header.ledger().equals(there.genesis().ledger())) {
        return Optional.of("it is of the ledger \"" + header.ledger() + "\", and not of \""
            + there.genesis().ledger() + "\"");
      } else if (!header.genesis().equals(there.hash())) {
        return Optional.of("it is of a ledger \"" + header.ledger() + "\" with the genesis "
            + header.genesis() + ", and not with " + there.hash());
      } else if (header.height() == 1 && !header.parentHash().equals(there.hash())) {
        return Optional.of("it is the first, and its parent is not the genesis");
      }
      return pinned(header.height())
          .filter(origin -> !origin.equals(sealed.hash()))
          .map(origin -> "the ledger was forked there, at the header " + origin + ", and it is "
              + sealed.hash());
    }

    /** The hash that the header of a height must have, because the ledger parts from another one there. */
    private Optional<Digest> pinned(long height) {
      return genesis
          .origin()
          .filter(origin -> height <= origin.header().header().height())
          .flatMap(origin -> height == origin.header().header().height()
              ? Optional.of(origin.header().hash())
              : origin.genesis().pinned(height));
    }
  }

  public Sealed seal() {
    GenesisProto.Builder proto = GenesisProto.newBuilder()
        .setEpoch(epoch)
        .setLedger(ledger)
        .setStore(store.bytes())
        .setCreatedMs(createdMs)
        .setId(id.toByteString())
        .setFounder(founder);
    origin.ifPresent(from -> proto.setOrigin(OriginProto.newBuilder()
        .setHeader(from.header().bytes())
        .setGenesis(from.genesis().bytes())));
    ByteString bytes = proto.build().toByteString();
    return new Sealed(this, bytes, Sha256.of(bytes.toByteArray()));
  }

  /**
   * Reads the bytes of a genesis.
   *
   * @throws IllegalArgumentException with what is wrong, as the end of a sentence
   */
  static Sealed unseal(ByteString bytes) {
    try {
      Sealed sealed = genesis(GenesisProto.parseFrom(bytes)).seal();
      if (!sealed.bytes().equals(bytes)) {
        throw new IllegalArgumentException("its bytes are not the canonical ones");
      }
      return sealed;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Genesis genesis(GenesisProto proto) throws InvalidProtocolBufferException {
    return new Genesis(
        proto.getEpoch(),
        proto.getLedger(),
        StoreIdentity.of(proto.getStore()),
        proto.getCreatedMs(),
        Digest.of(proto.getId()),
        proto.getFounder(),
        proto.hasOrigin()
            ? Optional.of(new Origin(
                BatchHeader.unseal(proto.getOrigin().getHeader()),
                unseal(proto.getOrigin().getGenesis())))
            : Optional.empty());
  }
}
