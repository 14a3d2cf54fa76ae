package dev.wastm.ledger.journal;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.proto.JournalRecordProto;
import dev.wastm.ledger.proto.ReceiptProto;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.wire.CanonicalMessage;
import java.util.Optional;

/**
 * How large a journal entry may be: as large as some protocol allows, and no larger than there is room for. Its bytes are there four times
 * while it is read: as the file, as its content, as the messages in it, and as transactions, receipts and changes.
 */
final class RecordRoom {
  private static final long EVENTS_MAX = Protocols.known().eventsMax();
  private static final int COPIES = 4;

  /** What a field takes as a message and as what is made of it, beside its bytes. */
  private static final long FIELD_BYTES = 96;

  /** All that a receipt can have beside its events. */
  private static final long RECEIPT_FIELDS = 32;

  private static final long EVENT_FIELDS = 3;

  private RecordRoom() {}

  static long entryBytesMax() {
    return Protocols.known().largest(protocol -> protocol.batch().journalBytes());
  }

  /**
   * The file of an entry; empty where there is none.
   *
   * @param heldBytes what of the room is taken already
   * @throws CorruptRecordException where it is larger than any entry may be
   * @throws NoRoomException where it is larger than this process can read
   */
  static Optional<byte[]> find(BlobStore store, BlobKey key, long height, long heldBytes)
      throws CorruptRecordException {
    long limit = entryBytesMax();
    long room = Math.max(0, NoRoomException.heapBytes() - heldBytes) / COPIES;
    try {
      return store.find(key, (int) Math.min(limit, room));
    } catch (BlobStoreException e) {
      if (e.kind() != BlobStoreException.Kind.TOO_LARGE) {
        throw e;
      }
      long size = store.head(key).map(BlobInfo::sizeBytes).orElse(limit);
      if (room < limit && size <= limit) {
        throw NoRoomException.forEntry(height, heldBytes + COPIES * size);
      }
      throw new CorruptRecordException(
          height, "it has more than " + limit + " bytes, the most that a batch may take");
    }
  }

  /**
   * Makes sure of an entry's content before anything is made of it.
   *
   * @param heldBytes what of the room is taken already
   * @throws IllegalArgumentException where it is not in its canonical form
   * @throws NoRoomException where this process cannot read it
   */
  static void require(long height, ByteString content, long heldBytes) {
    long needed = heldBytes + neededBytes(content);
    if (needed > NoRoomException.heapBytes()) {
      throw NoRoomException.forEntry(height, needed);
    }
  }

  /**
   * Makes sure of a receipt before anything is made of it.
   *
   * @throws IllegalArgumentException where it is not in its canonical form, or has more events than any has
   */
  static void requireReceipt(ByteString bytes) {
    long fields = CanonicalMessage.requireCanonical(ReceiptProto.getDescriptor(), bytes);
    if (fields > RECEIPT_FIELDS + EVENT_FIELDS * EVENTS_MAX) {
      throw new IllegalArgumentException("it has more than " + EVENTS_MAX + " events");
    }
  }

  /** What reading an entry's file takes at most; 0 where it is no entry's. */
  static long neededBytes(byte[] file) {
    try {
      return SealedFile.BATCH.open(file).map(RecordRoom::neededBytes).orElse(0L);
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private static long neededBytes(ByteString content) {
    long fields = CanonicalMessage.requireCanonical(JournalRecordProto.getDescriptor(), content);
    return COPIES * (long) content.size() + fields * FIELD_BYTES;
  }
}
