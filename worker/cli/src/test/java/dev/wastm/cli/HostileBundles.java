package dev.wastm.cli;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.archive.ArchiveReader;
import dev.wastm.ledger.archive.ArchiveWriter;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.SealedFile;
import dev.wastm.ledger.proto.ChangeProto;
import dev.wastm.ledger.proto.CheckpointManifestProto;
import dev.wastm.ledger.proto.CheckpointPartProto;
import dev.wastm.ledger.proto.EventProto;
import dev.wastm.ledger.proto.JournalRecordProto;
import dev.wastm.ledger.proto.ReceiptProto;
import dev.wastm.ledger.proto.StateChunkProto;
import dev.wastm.ledger.proto.StateEntryProto;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;

/**
 * Small bundles that are made to take more memory or time than there is, from an honest one of the heights from 2 on, by someone who computes every
 * digest anew.
 */
final class HostileBundles {
  private static final long UNPACKED_BYTES_MAX = 64L << 20;
  private static final String BATCH = "ledgers/l/journal/00000000000000000002.batch";
  private static final String FOLDER = "ledgers/l/checkpoints/00000000000000000001/";
  private static final int MIB = 1 << 20;

  /** Of Zstandard: it has no content. */
  private static final byte[] EMPTY_FRAME = HexFormat.of().parseHex("28b52ffd2000010000");

  private final Map<String, byte[]> honest = new LinkedHashMap<>();

  HostileBundles(byte[] bundle) throws Exception {
    try (ArchiveReader archive =
        new ArchiveReader(new ByteArrayInputStream(bundle), UNPACKED_BYTES_MAX)) {
      for (Optional<ArchiveReader.Entry> entry = archive.next();
          entry.isPresent();
          entry = archive.next()) {
        honest.put(entry.get().name(), archive.content(entry.get(), UNPACKED_BYTES_MAX));
      }
    }
  }

  /** All of them, by what is wrong with them. */
  Map<String, byte[]> all() throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    CheckpointManifestProto manifest = manifest();
    CheckpointPartProto part = manifest.getParts(0);
    all.put(
        "a part 20 000 times",
        withManifest(
            manifest.toBuilder().addAllParts(Collections.nCopies(20_000, part)).build()));
    all.put(
        "a part 100 000 times",
        withManifest(
            manifest.toBuilder().addAllParts(Collections.nCopies(100_000, part)).build()));
    all.put(
        "8 million empty parts",
        withManifest(manifest.toBuilder()
            .addAllParts(Collections.nCopies(8_000_000, CheckpointPartProto.getDefaultInstance()))
            .build()));
    all.put("a part of 4.6 million empty entries", withPart(new byte[0], 4_600_000));
    all.put("a part of 1.2 million entries", withPart(entries(1_200_000), 1_200_000));
    all.put("a part of 600 000 entries", withPart(entries(600_000), 600_000));
    all.put("a part of 400 000 entries", withPart(entries(400_000), 400_000));
    for (Map.Entry<String, byte[]> batch : hostileBatches().entrySet()) {
      Map<String, byte[]> files = new LinkedHashMap<>(honest);
      files.put(BATCH, batch.getValue());
      all.put(batch.getKey(), packed(files.entrySet()));
    }
    all.put("3 GiB of zeros", sealed(zstd(new byte[0], 3L << 30)));
    all.put("3 GiB of zeros after its end", sealed(zstd(tar(), 3L << 30)));
    all.put("a header of tar of 60 MB", sealed(zstd(paxHeader(60 * MIB), 60 * MIB)));
    all.put("a window of 1 GiB", sealed(HexFormat.of().parseHex("28b52ffd00a0010000")));
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000_000; i++) {
      frames.writeBytes(EMPTY_FRAME);
    }
    all.put("a million empty frames", sealed(frames.toByteArray()));
    Map<String, byte[]> beside = new LinkedHashMap<>(honest);
    beside.put("ledgers/l/journal/00000000000000000009.batch", new byte[1]);
    all.put("an entry outside", packed(beside.entrySet()));
    List<Map.Entry<String, byte[]>> twice = new ArrayList<>(honest.entrySet());
    twice.addAll(honest.entrySet());
    twice.remove(honest.size());
    all.put("all files twice", packed(twice));
    return all;
  }

  /** Journal entries of height 2, by what is wrong with them. */
  Map<String, byte[]> hostileBatches() throws IOException {
    JournalRecordProto record = record();
    ByteString events = ReceiptProto.newBuilder()
        .addAllEvents(Collections.nCopies(12_000_000, EventProto.getDefaultInstance()))
        .build()
        .toByteString();
    return new TreeMap<>(Map.of(
        "20 million empty changes",
        sealed(record.toBuilder()
            .addAllChanges(Collections.nCopies(20_000_000, ChangeProto.getDefaultInstance()))
            .build()),
        "20 million empty transactions",
        sealed(record.toBuilder()
            .addAllTransactions(Collections.nCopies(20_000_000, ByteString.EMPTY))
            .build()),
        "12 million events",
        sealed(record.toBuilder().setReceipts(0, events).build())));
  }

  private static byte[] sealed(JournalRecordProto record) {
    return SealedFile.BATCH.seal(record.toByteString());
  }

  private CheckpointManifestProto manifest() throws IOException {
    return CheckpointManifestProto.parseFrom(
        SealedFile.CHECKPOINT_MANIFEST.open(honest.get(FOLDER + "manifest")).orElseThrow());
  }

  private JournalRecordProto record() throws IOException {
    return JournalRecordProto.parseFrom(SealedFile.BATCH.open(honest.get(BATCH)).orElseThrow());
  }

  private byte[] withManifest(CheckpointManifestProto manifest) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>(honest);
    files.put(FOLDER + "manifest", SealedFile.CHECKPOINT_MANIFEST.seal(manifest.toByteString()));
    return packed(files.entrySet());
  }

  private static byte[] entries(int count) {
    StateChunkProto.Builder chunk = StateChunkProto.newBuilder();
    for (int i = 0; i < count; i++) {
      byte[] key = {'a', 0, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
      chunk.addEntries(StateEntryProto.newBuilder().setKey(ByteString.copyFrom(key)));
    }
    return chunk.build().toByteArray();
  }

  /** @param chunk the part's content; empty for as many empty entries */
  private byte[] withPart(byte[] chunk, int entries) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ArchiveWriter archive = new ArchiveWriter(file)) {
      byte[] empty = StateChunkProto.newBuilder()
          .addAllEntries(Collections.nCopies(
              chunk.length == 0 ? entries : 0, StateEntryProto.getDefaultInstance()))
          .build()
          .toByteArray();
      archive.add("state", chunk.length == 0 ? empty : chunk);
    }
    CheckpointManifestProto manifest = manifest();
    Digest digest = Sha256.of(file.toByteArray());
    String name = digest.hex() + ".tar.zst";
    Map<String, byte[]> files = new LinkedHashMap<>(honest);
    files.remove(FOLDER + manifest.getParts(0).getName());
    files.put(FOLDER + name, file.toByteArray());
    files.put(
        FOLDER + "manifest",
        SealedFile.CHECKPOINT_MANIFEST.seal(manifest.toBuilder()
            .clearParts()
            .setEntries(entries)
            .addParts(CheckpointPartProto.newBuilder()
                .setName(name)
                .setSha256(digest.toByteString())
                .setSizeBytes(file.size())
                .setEntries(entries))
            .build()
            .toByteString()));
    byte[] index = files.remove("bundle.json");
    Map<String, byte[]> sorted = new LinkedHashMap<>(Map.of("bundle.json", index));
    sorted.putAll(new TreeMap<>(files));
    return packed(sorted.entrySet());
  }

  /** A whole archive that is no bundle's, without its compression. */
  private byte[] tar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry("bundle.json");
      entry.setSize(honest.get("bundle.json").length);
      entry.setModTime(0L);
      tar.putArchiveEntry(entry);
      tar.write(honest.get("bundle.json"));
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  /** The header of a header, which says that it has so many bytes. */
  private static byte[] paxHeader(int size) {
    TarArchiveEntry entry = new TarArchiveEntry("x", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
    entry.setSize(size);
    byte[] header = new byte[512];
    entry.writeEntryHeader(header);
    return header;
  }

  /** Compressed: some bytes, and as many zeros after them. */
  private static byte[] zstd(byte[] head, long zeros) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdCompressorOutputStream zstd = new ZstdCompressorOutputStream(bytes)) {
      zstd.write(head);
      byte[] block = new byte[MIB];
      for (long written = 0; written < zeros; written += block.length) {
        zstd.write(block);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] sealed(byte[] content) {
    byte[] digest = Sha256.of(content).toByteArray();
    return ByteBuffer.allocate(content.length + 8 + digest.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(content)
        .putInt(0x184D2A50)
        .putInt(digest.length)
        .put(digest)
        .array();
  }

  private static byte[] packed(Iterable<Map.Entry<String, byte[]>> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArchiveWriter archive = new ArchiveWriter(bytes)) {
      for (Map.Entry<String, byte[]> file : files) {
        archive.add(file.getKey(), file.getValue());
      }
    }
    return sealed(bytes.toByteArray());
  }
}
