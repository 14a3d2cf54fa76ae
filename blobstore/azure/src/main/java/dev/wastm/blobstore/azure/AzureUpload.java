package dev.wastm.blobstore.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.backend.Md5CheckedStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
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

  /** The metadata that holds an object's MD5, in hexadecimal digits: the SDK does not show the server's own to a reader. */
  static final String MD5 = "wastmmd5";

  private final BlockBlobClient blob;
  private final BlobRequestConditions conditions = new BlobRequestConditions();
  private final UUID token = UUID.randomUUID();

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
    byte[] md5 = md5(bytes);
    BlockBlobSimpleUploadOptions upload = new BlockBlobSimpleUploadOptions(
            BinaryData.fromBytes(bytes))
        .setContentMd5(md5)
        .setMetadata(metadata(md5))
        .setRequestConditions(conditions);
    blob.uploadWithResponse(upload, null, Context.NONE);
  }

  private void putInBlocks(byte[] first, InputStream in) {
    List<String> ids = new ArrayList<>();
    MessageDigest whole = Md5CheckedStream.newMd5();
    for (byte[] bytes = first; bytes.length > 0; bytes = read(in)) {
      String id = blockId(ids.size());
      blob.stageBlockWithResponse(
          new BlockBlobStageBlockOptions(id, BinaryData.fromBytes(bytes)).setContentMd5(md5(bytes)),
          null,
          Context.NONE);
      ids.add(id);
      whole.update(bytes);
    }
    blob.commitBlockListWithResponse(
        new BlockBlobCommitBlockListOptions(ids)
            .setMetadata(metadata(whole.digest()))
            .setRequestConditions(conditions),
        null,
        Context.NONE);
  }

  private Map<String, String> metadata(byte[] md5) {
    return Map.of(TOKEN, token.toString(), MD5, HexFormat.of().formatHex(md5));
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

  private static byte[] md5(byte[] bytes) {
    return Md5CheckedStream.newMd5().digest(bytes);
  }
}
