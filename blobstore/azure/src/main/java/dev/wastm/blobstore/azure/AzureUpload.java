package dev.wastm.blobstore.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.wastm.blobstore.PutMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One put. What fits in a block is put at once, larger objects block by block, so one block's bytes are in memory; each
 * request carries a checksum and can be repeated by the SDK. An object is visible when its put, or the commit of its
 * blocks, succeeds; blocks that are never committed expire. Blocks of several writers are kept apart by random ids.
 *
 * <p>A repeated conditional put may find the object that its own first attempt stored, whose answer was lost. So each put
 * leaves a random token in the object's metadata, by which it knows its own.
 */
final class AzureUpload {
  /** Azure takes at most 50 000 blocks, so objects have at most 390 GiB. */
  static final int BLOCK_BYTES = 8 << 20;

  private static final String ANY = "*";
  private static final String TOKEN = "wastmput";

  private final BlockBlobClient blob;
  private final BlobRequestConditions conditions = new BlobRequestConditions();
  private final UUID token = UUID.randomUUID();
  private final Map<String, String> metadata = Map.of(TOKEN, token.toString());

  AzureUpload(BlockBlobClient blob, PutMode mode) {
    this.blob = blob;
    if (mode == PutMode.IF_ABSENT) {
      conditions.setIfNoneMatch(ANY);
    }
  }

  void run(InputStream in) {
    byte[] first = read(in);
    try {
      if (first.length < BLOCK_BYTES) {
        putAtOnce(first);
      } else {
        putInBlocks(first, in);
      }
    } catch (RuntimeException e) {
      if (!AzureFaults.isAlreadyThere(e) || !isStored()) {
        throw e;
      }
    }
  }

  private void putAtOnce(byte[] bytes) {
    BlockBlobSimpleUploadOptions upload = new BlockBlobSimpleUploadOptions(
            BinaryData.fromBytes(bytes))
        .setContentMd5(md5(bytes))
        .setMetadata(metadata)
        .setRequestConditions(conditions);
    blob.uploadWithResponse(upload, null, Context.NONE);
  }

  private void putInBlocks(byte[] first, InputStream in) {
    List<String> ids = new ArrayList<>();
    for (byte[] bytes = first; bytes.length > 0; bytes = read(in)) {
      String id = blockId(ids.size());
      blob.stageBlockWithResponse(
          new BlockBlobStageBlockOptions(id, BinaryData.fromBytes(bytes)).setContentMd5(md5(bytes)),
          null,
          Context.NONE);
      ids.add(id);
    }
    blob.commitBlockListWithResponse(
        new BlockBlobCommitBlockListOptions(ids)
            .setMetadata(metadata)
            .setRequestConditions(conditions),
        null,
        Context.NONE);
  }

  private boolean isStored() {
    return token.toString().equals(blob.getProperties().getMetadata().get(TOKEN));
  }

  /** All ids of a blob's blocks have the same length. */
  private String blockId(int number) {
    byte[] id = ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
        .putLong(token.getMostSignificantBits())
        .putLong(token.getLeastSignificantBits())
        .putInt(number)
        .array();
    return Base64.getEncoder().encodeToString(id);
  }

  private static byte[] read(InputStream in) {
    try {
      return in.readNBytes(BLOCK_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "A source stream reports its failures as BlobStoreException", e);
    }
  }

  /** Against damage on the way, not against attackers; the one checksum that all Azure servers check. */
  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has MD5", e);
    }
  }
}
