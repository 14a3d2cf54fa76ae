package dev.wastm.ledger.checkpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.HeightName;
import dev.wastm.ledger.journal.SealedFile;
import dev.wastm.ledger.proto.CheckpointManifestProto;
import dev.wastm.ledger.proto.CheckpointPartProto;
import dev.wastm.ledger.wire.CanonicalMessage;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files of a ledger's checkpoints in the blob store. Nothing that is read is believed before it is checked: neither names nor sizes nor
 * contents. Thread-safe, and safe with other processes on the same store.
 */
final class CheckpointFiles {
  private static final String MANIFEST = "/manifest";

  /** A manifest has some 200 bytes for a part of 8 MiB: this is room for a state of half a terabyte. */
  static final int MANIFEST_BYTES_MAX = 16 * 1024 * 1024;

  /** A part takes five or six fields in over 100 bytes. */
  private static final int FIELD_BYTES_MIN = 16;

  private final BlobStore store;
  private final String folder;

  CheckpointFiles(BlobStore store, String ledger) {
    this.store = store;
    this.folder = "ledgers/" + ledger + "/checkpoints/";
  }

  /** The heights that have a manifest, ascending. */
  List<Long> heights() {
    try (Stream<BlobInfo> blobs = store.list(folder)) {
      return blobs
          .map(info -> info.key().toString())
          .filter(key -> key.endsWith(MANIFEST))
          .map(key ->
              HeightName.parse(key.substring(folder.length(), key.length() - MANIFEST.length())))
          .flatMapToLong(OptionalLong::stream)
          .boxed()
          .toList();
    }
  }

  boolean hasManifest(long height) {
    return store.head(manifestKey(height)).isPresent();
  }

  /** Returns whether this call stored it. */
  boolean putManifest(long height, CheckpointManifestProto manifest) {
    return store.putIfAbsent(
        manifestKey(height), SealedFile.CHECKPOINT_MANIFEST.seal(manifest.toByteString()));
  }

  CheckpointManifestProto readManifest(long height) throws CorruptCheckpointException {
    ByteString content = SealedFile.CHECKPOINT_MANIFEST
        .open(get(manifestKey(height), MANIFEST_BYTES_MAX))
        .orElseThrow(() -> new CorruptCheckpointException(
            "its manifest does not have the digest it was stored with"));
    try {
      long fields =
          CanonicalMessage.requireCanonical(CheckpointManifestProto.getDescriptor(), content);
      if (fields > MANIFEST_BYTES_MAX / FIELD_BYTES_MIN) {
        throw new CorruptCheckpointException("its manifest has more parts than there can be");
      }
      return CheckpointManifestProto.parseFrom(content);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new CorruptCheckpointException("its manifest cannot be read: " + e.getMessage());
    }
  }

  CheckpointPartProto putPart(long height, byte[] file, int entries) {
    Digest digest = Sha256.of(file);
    boolean unused = store.putIfAbsent(partKey(height, digest), file);
    return CheckpointPartProto.newBuilder()
        .setName(partName(digest))
        .setSha256(digest.toByteString())
        .setSizeBytes(file.length)
        .setEntries(entries)
        .setHeight(height)
        .build();
  }

  /** @param part with the height in whose folder it lies */
  byte[] readPart(CheckpointPartProto part) throws CorruptCheckpointException {
    if (part.getSha256().size() != Digest.LENGTH_BYTES) {
      throw new CorruptCheckpointException("its manifest has a part without a digest");
    }
    Digest digest = Digest.of(part.getSha256());
    if (!part.getName().equals(partName(digest))) {
      throw new CorruptCheckpointException(
          "its manifest has a part whose name is not that of its digest: \"" + part.getName()
              + "\"");
    }
    BlobKey key = partKey(part.getHeight(), digest);
    byte[] file = get(key, CheckpointPart.FILE_BYTES_MAX);
    if (file.length != part.getSizeBytes()) {
      throw new CorruptCheckpointException("its part " + key + " has " + file.length
          + " bytes; it was stored with " + Long.toUnsignedString(part.getSizeBytes()));
    }
    if (!Sha256.of(file).equals(digest)) {
      throw new CorruptCheckpointException(
          "its part " + key + " does not have the digest it was stored with");
    }
    return file;
  }

  BlobKey manifestKey(long height) {
    return BlobKey.of(heightFolder(height) + MANIFEST);
  }

  /** All files of one height: the manifest first, so that a checkpoint is gone before it is incomplete. */
  List<BlobInfo> of(long height) {
    try (Stream<BlobInfo> blobs = store.list(heightFolder(height) + "/")) {
      return blobs
          .sorted(Comparator.comparing(blob -> !blob.key().equals(manifestKey(height))))
          .toList();
    }
  }

  /** The heights that have a file of any kind, ascending. */
  SortedSet<Long> heightsWithFiles() {
    TreeSet<Long> heights = new TreeSet<>();
    try (Stream<BlobInfo> blobs = store.list(folder)) {
      blobs.forEach(blob -> {
        String file = blob.key().toString().substring(folder.length());
        int slash = file.indexOf('/');
        if (slash >= 0) {
          HeightName.parse(file.substring(0, slash)).ifPresent(heights::add);
        }
      });
    }
    return heights;
  }

  void delete(BlobKey key) {
    store.delete(key);
  }

  BlobKey key(CheckpointPartProto part) {
    return partKey(part.getHeight(), Digest.of(part.getSha256()));
  }

  private byte[] get(BlobKey key, int sizeBytesMax) throws CorruptCheckpointException {
    try {
      return store.get(key, sizeBytesMax);
    } catch (BlobStoreException e) {
      if (e.kind() == BlobStoreException.Kind.NOT_FOUND) {
        throw new CorruptCheckpointException("its file " + key + " is missing");
      }
      if (e.kind() == BlobStoreException.Kind.TOO_LARGE) {
        throw new CorruptCheckpointException(
            "its file " + key + " has more than " + sizeBytesMax + " bytes");
      }
      throw e;
    }
  }

  private static String partName(Digest digest) {
    return digest.hex() + ".tar.zst";
  }

  private BlobKey partKey(long height, Digest digest) {
    return BlobKey.of(heightFolder(height) + "/" + partName(digest));
  }

  private String heightFolder(long height) {
    return folder + HeightName.of(height);
  }
}
