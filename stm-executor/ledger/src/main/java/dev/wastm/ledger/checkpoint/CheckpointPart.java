package dev.wastm.ledger.checkpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.UnsafeByteOperations;
import dev.wastm.ledger.archive.ArchiveReader;
import dev.wastm.ledger.archive.ArchiveWriter;
import dev.wastm.ledger.archive.InvalidArchiveException;
import dev.wastm.ledger.proto.StateChunkProto;
import dev.wastm.ledger.proto.StateEntryProto;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.ledger.wire.CanonicalMessage;
import dev.wastm.stm.Change;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run of a state's entries as one tar.zst file. Reading is bounded, whatever the file claims. */
final class CheckpointPart {
  /** Small enough to hold a part in memory several times over, large enough to compress well. */
  static final int CHUNK_BYTES = 8 * 1024 * 1024;

  /**
   * What a part may unpack to. A part is cut after the entry that exceeds the size above; an entry is at most a value, a key and their framing,
   * and an archive rounds up to a record of 10 KiB: 1 MiB is room for both, many times over.
   */
  static final int ARCHIVE_BYTES_MAX = CHUNK_BYTES + 1024 * 1024;

  /** What a part's file may have: Zstandard grows what it cannot shrink by less than a thousandth. */
  static final int FILE_BYTES_MAX = ARCHIVE_BYTES_MAX + 64 * 1024;

  private static final String CHUNK_NAME = "state";

  private CheckpointPart() {}

  /**
   * What a part holds.
   *
   * @param entries in the order in which they are stored
   * @param bytes of their keys and values, and what frames them
   */
  record Entries(List<StateChange> entries, long bytes) {
    Entries {
      entries = List.copyOf(entries);
    }
  }

  static byte[] write(StateChunkProto chunk) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ArchiveWriter archive = new ArchiveWriter(file)) {
      archive.add(CHUNK_NAME, chunk.toByteArray());
    } catch (IOException e) {
      throw new AssertionError("Writing to memory does no I/O.", e);
    }
    return file.toByteArray();
  }

  /**
   * Reads a part's file.
   *
   * @param entriesMax how many entries it may have, of which it is known that there is room for them
   * @throws CorruptCheckpointException where the file is no archive of state entries, or is larger than a part can be
   */
  static Entries read(byte[] file, long entriesMax) throws CorruptCheckpointException {
    try (ArchiveReader archive =
        new ArchiveReader(new ByteArrayInputStream(file), ARCHIVE_BYTES_MAX)) {
      Optional<ArchiveReader.Entry> entry = archive.next();
      if (!entry.map(ArchiveReader.Entry::name).equals(Optional.of(CHUNK_NAME))) {
        throw new CorruptCheckpointException("it does not hold the file \"" + CHUNK_NAME + "\"");
      }
      byte[] content = archive.content(entry.get(), ARCHIVE_BYTES_MAX);
      if (archive.next().isPresent()) {
        throw new CorruptCheckpointException(
            "it holds something else than the file \"" + CHUNK_NAME + "\"");
      }
      return new Entries(decode(content, entriesMax), content.length);
    } catch (InvalidArchiveException e) {
      throw new CorruptCheckpointException(String.valueOf(e.getMessage()));
    } catch (IOException | IllegalArgumentException e) {
      throw new CorruptCheckpointException("its entries cannot be read: " + e.getMessage());
    }
  }

  /** One entry after the other: all at once they would be there as messages as well. */
  private static List<StateChange> decode(byte[] content, long entriesMax)
      throws IOException, CorruptCheckpointException {
    ByteString chunk = UnsafeByteOperations.unsafeWrap(content);
    long unused = CanonicalMessage.requireCanonical(StateChunkProto.getDescriptor(), chunk);
    List<StateChange> entries = new ArrayList<>();
    CodedInputStream in = chunk.newCodedInput();
    // All fields are entries, in canonical bytes.
    while (in.readTag() != 0) {
      if (entries.size() == entriesMax) {
        throw new CorruptCheckpointException(
            "it has more entries than the " + entriesMax + " that its manifest says");
      }
      StateEntryProto.Builder entry = StateEntryProto.newBuilder();
      in.readMessage(entry, ExtensionRegistryLite.getEmptyRegistry());
      entries.add(decode(entry));
    }
    return entries;
  }

  private static StateChange decode(StateEntryProto.Builder entry) {
    if (entry.getDeleted() && !entry.getValue().isEmpty()) {
      throw new IllegalArgumentException("one is deleted and has a value");
    }
    Change<byte[]> change = entry.getDeleted()
        ? new Change.Delete<>()
        : new Change.Put<>(entry.getValue().toByteArray());
    return new StateChange(StateKey.ofStored(entry.getKey()), change);
  }
}
