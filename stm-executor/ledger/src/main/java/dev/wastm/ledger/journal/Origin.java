package dev.wastm.ledger.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.proto.OriginProto;
import dev.wastm.ledger.wire.CanonicalMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a forked ledger parts from the one it comes from: a sealed file beside its journal with the header that both have last in common. Up
 * to that height, the journal's records are those of the other ledger, under its name.
 */
public final class Origin {
  /** A header has some 400 bytes: this is room for a fork of a fork, over and over. */
  public static final int SIZE_BYTES_MAX = 1024 * 1024;

  private Origin() {}

  public static BlobKey key(String ledger) {
    return BlobKey.of("ledgers/" + ledger + "/origin");
  }

  /** The headers at which a ledger was forked, newest first; none where it was not, or where its file is damaged. */
  public static List<BatchHeader.Sealed> read(BlobStore store, String ledger) {
    try {
      Optional<ByteString> content =
          store.find(key(ledger), SIZE_BYTES_MAX).flatMap(SealedFile.ORIGIN::open);
      return content.isPresent() ? decode(content.get()) : List.of();
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return List.of();
    }
  }

  private static List<BatchHeader.Sealed> decode(ByteString content)
      throws InvalidProtocolBufferException {
    long unused = CanonicalMessage.requireCanonical(OriginProto.getDescriptor(), content);
    List<BatchHeader.Sealed> headers = new ArrayList<>();
    for (ByteString header : OriginProto.parseFrom(content).getHeadersList()) {
      headers.add(BatchHeader.unseal(header));
    }
    return headers;
  }

  /**
   * Stores where a ledger was forked; once this returns, its records of the other ledgers' names are its own.
   *
   * @param from the ledger that it was forked from
   * @param header the last that both have
   */
  public static void write(BlobStore store, String ledger, String from, BatchHeader.Sealed header) {
    OriginProto.Builder proto = OriginProto.newBuilder().addHeaders(header.bytes());
    read(store, from).stream()
        .filter(older -> older.header().height() < header.header().height())
        .forEach(older -> proto.addHeaders(older.bytes()));
    store.put(key(ledger), SealedFile.ORIGIN.seal(proto.build().toByteString()), PutMode.IF_ABSENT);
  }
}
