package dev.wastm.ledger.checkpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.ledger.proto.StateChunkProto;
import dev.wastm.ledger.proto.StateEntryProto;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Change;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;

/**
 * A run of a state's entries as one tar.zst file. The same entries give the same bytes: names, order and times in the archive are fixed.
 * Reading is bounded, whatever the file claims.
 */
final class CheckpointPart {
  /** Small enough to hold a part in memory several times over, large enough to compress well. */
  static final int ENTRY_BYTES_PER_PART = 8 * 1024 * 1024;

  /** A part is cut after the entry that exceeds the size above, and one entry is at most a value, a key and their framing. */
  private static final int CHUNK_BYTES_MAX = ENTRY_BYTES_PER_PART + 1024 * 1024;

  private static final String CHUNK_NAME = "state";
  private static final int ZSTD_LEVEL = 3;

  private CheckpointPart() {}

  static byte[] write(List<State.Entry> entries) {
    StateChunkProto.Builder chunk = StateChunkProto.newBuilder();
    for (State.Entry entry : entries) {
      chunk.addEntries(StateEntryProto.newBuilder()
          .setKey(ByteString.copyFrom(entry.key().bytes()))
          .setValue(ByteString.copyFrom(entry.value())));
    }
    byte[] content = chunk.build().toByteArray();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(zstd(file), "UTF-8")) {
      TarArchiveEntry entry = new TarArchiveEntry(CHUNK_NAME);
      entry.setSize(content.length);
      entry.setModTime(0L);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new AssertionError("Writing to memory does no I/O.", e);
    }
    return file.toByteArray();
  }

  private static ZstdCompressorOutputStream zstd(ByteArrayOutputStream file) throws IOException {
    return ZstdCompressorOutputStream.builder()
        .setOutputStream(file)
        .setLevel(ZSTD_LEVEL)
        .get();
  }

  /** @throws CorruptCheckpointException where the file is no archive of state entries, or is larger than a part can be */
  static List<StateChange> read(byte[] file) throws CorruptCheckpointException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(
        new ZstdCompressorInputStream(new ByteArrayInputStream(file)), "UTF-8")) {
      TarArchiveEntry entry = tar.getNextEntry();
      if (entry == null || !entry.getName().equals(CHUNK_NAME)) {
        throw new CorruptCheckpointException("it does not hold the entry \"" + CHUNK_NAME + "\"");
      }
      byte[] content = tar.readNBytes(CHUNK_BYTES_MAX + 1);
      if (content.length > CHUNK_BYTES_MAX) {
        throw new CorruptCheckpointException(
            "it unpacks to more than " + CHUNK_BYTES_MAX + " bytes");
      }
      return decode(content);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new CorruptCheckpointException("its entries cannot be read: " + e.getMessage());
    } catch (IOException e) {
      throw new CorruptCheckpointException("it cannot be unpacked: " + e.getMessage());
    }
  }

  private static List<StateChange> decode(byte[] content) throws InvalidProtocolBufferException {
    StateChunkProto chunk = StateChunkProto.parseFrom(content);
    List<StateChange> entries = new ArrayList<>(chunk.getEntriesCount());
    for (StateEntryProto entry : chunk.getEntriesList()) {
      Change<byte[]> value = new Change.Put<>(entry.getValue().toByteArray());
      entries.add(new StateChange(StateKey.ofStored(entry.getKey()), value));
    }
    return entries;
  }
}
