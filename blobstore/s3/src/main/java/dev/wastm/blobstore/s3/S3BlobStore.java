package dev.wastm.blobstore.s3;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.backend.BucketUri;
import dev.wastm.blobstore.backend.LazyListing;
import dev.wastm.blobstore.backend.Md5CheckedStream;
import dev.wastm.blobstore.backend.ResponseStream;
import dev.wastm.blobstore.backend.SourceStream;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects in a bucket, behind a prefix. Without mutable state; the client is thread-safe. */
final class S3BlobStore implements BlobStore {
  private static final int STATUS_RANGE_NOT_SATISFIABLE = 416;

  private final S3Client client;
  private final BucketUri location;
  private final S3Faults faults;

  S3BlobStore(S3Client client, BucketUri location) {
    this.client = client;
    this.location = location;
    this.faults = new S3Faults(this);
  }

  @Override
  public void put(BlobKey key, BlobSource source, PutMode mode) {
    try (SourceStream in = SourceStream.open(key, source)) {
      new S3Upload(client, location.bucket(), objectKey(key), mode).run(in);
    } catch (SdkException e) {
      throw faults.writing(key, e);
    }
  }

  @Override
  public InputStream open(BlobKey key) {
    return open(key, request(key).build());
  }

  @Override
  public InputStream open(BlobKey key, long offsetBytes, long lengthBytes) {
    if (lengthBytes == 0) {
      return emptyRange(key);
    }
    boolean toTheEnd = lengthBytes > Long.MAX_VALUE - offsetBytes;
    String range = "bytes=" + offsetBytes + "-" + (toTheEnd ? "" : offsetBytes + lengthBytes - 1);
    try {
      return open(key, request(key).range(range).build());
    } catch (BlobStoreException e) {
      if (e.getCause() instanceof S3Exception s3
          && s3.statusCode() == STATUS_RANGE_NOT_SATISFIABLE) {
        return emptyRange(key);
      }
      throw e;
    }
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    try {
      long sizeBytes = client
          .headObject(r -> r.bucket(location.bucket()).key(objectKey(key)))
          .contentLength();
      return Optional.of(new BlobInfo(key, sizeBytes));
    } catch (SdkException e) {
      if (e instanceof S3Exception s3 && s3.statusCode() == 404) {
        return Optional.empty();
      }
      throw faults.reading(key, e);
    }
  }

  @Override
  public Stream<BlobInfo> list(String prefix) {
    String objectPrefix = location.keyPrefix() + BlobKey.checkPrefix(prefix);
    return LazyListing.of(
        () -> client
            .listObjectsV2Paginator(r -> r.bucket(location.bucket()).prefix(objectPrefix))
            .contents()
            .stream()
            .flatMap(object -> info(object).stream())
            .iterator(),
        faults::listing);
  }

  @Override
  public void delete(BlobKey key) {
    try {
      client.deleteObject(r -> r.bucket(location.bucket()).key(objectKey(key)));
    } catch (SdkException e) {
      throw faults.deleting(key, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return location.toString();
  }

  private InputStream open(BlobKey key, GetObjectRequest request) {
    try {
      ResponseInputStream<GetObjectResponse> body = client.getObject(request);
      GetObjectResponse response = body.response();
      InputStream complete =
          new ResponseStream(body, response.contentLength(), key, e -> faults.reading(key, e));
      String md5 = response.metadata().get(S3Upload.MD5);
      return md5 == null || request.range() != null
          ? complete
          : new Md5CheckedStream(complete, HexFormat.of().parseHex(md5), key);
    } catch (SdkException e) {
      throw faults.reading(key, e);
    }
  }

  private InputStream emptyRange(BlobKey key) {
    if (head(key).isEmpty()) {
      throw BlobStoreException.notFound(this, key, null);
    }
    return InputStream.nullInputStream();
  }

  private GetObjectRequest.Builder request(BlobKey key) {
    return GetObjectRequest.builder().bucket(location.bucket()).key(objectKey(key));
  }

  private String objectKey(BlobKey key) {
    return location.keyPrefix() + key;
  }

  /** The object, unless its key is not one of ours, such as the directory markers that consoles create. */
  private Optional<BlobInfo> info(S3Object object) {
    try {
      BlobKey key = BlobKey.of(object.key().substring(location.keyPrefix().length()));
      return Optional.of(new BlobInfo(key, object.size()));
    } catch (BlobStoreException foreign) {
      return Optional.empty();
    }
  }
}
