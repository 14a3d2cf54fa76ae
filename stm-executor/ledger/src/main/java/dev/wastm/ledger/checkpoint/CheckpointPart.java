package dev.wastm.ledger.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.ledger.proto.StateChunkProto;
import dev.wastm.ledger.proto.StateEntryProto;
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
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;

/**
 * A run of a state's entries as one tar.zst file. The same entries give the same bytes: names, order and times in the archive are fixed.
 * Reading is bounded, whatever the file claims.
 */
final class CheckpointPart {
  /** Small enough to hold a part in memory several times over, large enough to compress well. */
  static final int CHUNK_BYTES = 8 * 1024 * 1024;

  /**
   * What a part may unpack to. A part is cut after the entry that exceeds the size above; an entry is at most a value, a key and their framing,
   * and an archive rounds up to a record of 10 KiB: 1 MiB is room for both, many times over.
   */
  private static final int ARCHIVE_BYTES_MAX = CHUNK_BYTES + 1024 * 1024;

  /** What a part's file may have: Zstandard grows what it cannot shrink by less than a thousandth. */
  static final long FILE_BYTES_MAX = ARCHIVE_BYTES_MAX + 64 * 1024;

  private static final String CHUNK_NAME = "state";
  private static final int ZSTD_LEVEL = 3;

  private CheckpointPart() {}

  static byte[] write(StateChunkProto chunk) {
    byte[] content = chunk.toByteArray();
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
    try {
      return decode(untar(decompress(file)));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new CorruptCheckpointException("its entries cannot be read: " + e.getMessage());
    } catch (IOException e) {
      throw new CorruptCheckpointException("it cannot be unpacked: " + e.getMessage());
    }
  }

  /** Unpacked as a whole and bounded before anything is believed that an archive's headers say. */
  private static byte[] decompress(byte[] file) throws IOException, CorruptCheckpointException {
    try (ZstdCompressorInputStream zstd =
        new ZstdCompressorInputStream(new ByteArrayInputStream(file))) {
      byte[] archive = zstd.readNBytes(ARCHIVE_BYTES_MAX + 1);
      if (archive.length > ARCHIVE_BYTES_MAX) {
        throw new CorruptCheckpointException(
            "it unpacks to more than " + ARCHIVE_BYTES_MAX + " bytes");
      }
      return archive;
    }
  }

  private static byte[] untar(byte[] archive) throws IOException, CorruptCheckpointException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
      TarArchiveEntry entry = tar.getNextEntry();
      if (entry == null
          || !entry.getName().equals(CHUNK_NAME)
          || entry.getLinkFlag() != TarConstants.LF_NORMAL
          || entry.isSparse()) {
        throw new CorruptCheckpointException("it does not hold the file \"" + CHUNK_NAME + "\"");
      }
      byte[] content = tar.readNBytes(archive.length);
      if (content.length != entry.getSize() || tar.getNextEntry() != null) {
        throw new CorruptCheckpointException(
            "it holds something else than the file \"" + CHUNK_NAME + "\" of the size it states");
      }
      return content;
    }
  }

  private static List<StateChange> decode(byte[] content) throws InvalidProtocolBufferException {
    StateChunkProto chunk = StateChunkProto.parseFrom(content);
    List<StateChange> entries = new ArrayList<>(chunk.getEntriesCount());
    for (StateEntryProto entry : chunk.getEntriesList()) {
      Change<byte[]> change = entry.getDeleted()
          ? new Change.Delete<>()
          : new Change.Put<>(entry.getValue().toByteArray());
      entries.add(new StateChange(StateKey.ofStored(entry.getKey()), change));
    }
    return entries;
  }
}
