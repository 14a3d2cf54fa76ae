package dev.wastm.blobstore.s3;

import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.backend.Md5CheckedStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One put. What fits in a part is put at once, larger objects part by part, so one part's bytes are in memory; each
 * request can be repeated by the SDK. An object is visible when its put, or the completion of its parts, succeeds.
 *
 * <p>A repeated conditional put may find the object that its own first attempt stored, whose answer was lost. So each put
 * leaves a random token in the object's metadata, by which it knows its own.
 */
final class S3Upload {
  /** S3 takes at most 10 000 parts, so objects have at most 156 GiB. */
  static final int PART_BYTES = 16 << 20;

  private static final String ANY = "*";
  private static final String TOKEN = "wastm-put";

  /** The metadata that holds the MD5 of an object put at once, in hexadecimal digits. */
  static final String MD5 = "wastm-md5";

  private static final int STATUS_PRECONDITION_FAILED = 412;

  private final S3Client client;
  private final String bucket;
  private final String key;
  private final @Nullable String ifNoneMatch;
  private final String token = UUID.randomUUID().toString();

  S3Upload(S3Client client, String bucket, String key, PutMode mode) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
    this.ifNoneMatch = mode == PutMode.IF_ABSENT ? ANY : null;
  }

  void run(InputStream in) {
    byte[] first = read(in);
    try {
      if (first.length < PART_BYTES) {
        putAtOnce(first);
      } else {
        putInParts(first, in);
      }
    } catch (S3Exception e) {
      if (!mayComeTooLate(e) || !isStored()) {
        throw e;
      }
    }
  }

  /** Not all servers keep the checksums that the SDK sends, so the object carries one of its own. */
  private void putAtOnce(byte[] bytes) {
    String md5 = HexFormat.of().formatHex(Md5CheckedStream.newMd5().digest(bytes));
    client.putObject(
        r -> r.bucket(bucket)
            .key(key)
            .metadata(Map.of(TOKEN, token, MD5, md5))
            .ifNoneMatch(ifNoneMatch),
        body(bytes));
  }

  private void putInParts(byte[] first, InputStream in) {
    String upload = client
        .createMultipartUpload(r -> r.bucket(bucket).key(key).metadata(Map.of(TOKEN, token)))
        .uploadId();
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (byte[] bytes = first; bytes.length > 0; bytes = read(in)) {
        parts.add(putPart(upload, parts.size() + 1, bytes));
      }
      client.completeMultipartUpload(r -> r.bucket(bucket)
          .key(key)
          .uploadId(upload)
          .ifNoneMatch(ifNoneMatch)
          .multipartUpload(m -> m.parts(parts)));
    } catch (RuntimeException e) {
      abort(upload, e);
      throw e;
    }
  }

  private CompletedPart putPart(String upload, int number, byte[] bytes) {
    String tag = client
        .uploadPart(r -> r.bucket(bucket).key(key).uploadId(upload).partNumber(number), body(bytes))
        .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private void abort(String upload, RuntimeException reason) {
    try {
      client.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(upload));
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  /** Whether this answers a repetition: the object is there, or the upload that was to be completed is no more. */
  private static boolean mayComeTooLate(S3Exception e) {
    return e.numAttempts() > 1
        && (e.statusCode() == STATUS_PRECONDITION_FAILED || e instanceof NoSuchUploadException);
  }

  private boolean isStored() {
    try {
      return token.equals(
          client.headObject(r -> r.bucket(bucket).key(key)).metadata().get(TOKEN));
    } catch (NoSuchKeyException e) {
      return false;
    }
  }

  private static byte[] read(InputStream in) {
    try {
      return in.readNBytes(PART_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "A source stream reports its failures as BlobStoreException", e);
    }
  }

  /** A body over the array itself, where the SDK's own would copy it. */
  private static RequestBody body(byte[] bytes) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes), bytes.length, "application/octet-stream");
  }
}
