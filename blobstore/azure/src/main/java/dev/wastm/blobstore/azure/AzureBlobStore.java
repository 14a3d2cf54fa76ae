package dev.wastm.blobstore.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import com.azure.storage.blob.specialized.BlobInputStream;
import com.azure.storage.blob.specialized.BlockBlobClient;
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

/** Objects in a container, behind a prefix. Without mutable state; the client is thread-safe. */
final class AzureBlobStore implements BlobStore {
  private static final int STATUS_RANGE_NOT_SATISFIABLE = 416;

  private final BlobContainerClient container;
  private final BucketUri location;
  private final AzureFaults faults;

  AzureBlobStore(BlobContainerClient container, BucketUri location) {
    this.container = container;
    this.location = location;
    this.faults = new AzureFaults(this);
  }

  @Override
  public void put(BlobKey key, BlobSource source, PutMode mode) {
    try (SourceStream in = SourceStream.open(key, source)) {
      new AzureUpload(blob(key), mode).run(in);
    } catch (RuntimeException e) {
      throw faults.writing(key, e);
    }
  }

  @Override
  public InputStream open(BlobKey key) {
    return open(key, 0, Long.MAX_VALUE);
  }

  @Override
  public InputStream open(BlobKey key, long offsetBytes, long lengthBytes) {
    if (lengthBytes == 0) {
      return emptyRange(key);
    }
    boolean toTheEnd = lengthBytes > Long.MAX_VALUE - offsetBytes;
    BlobRange range =
        toTheEnd ? new BlobRange(offsetBytes) : new BlobRange(offsetBytes, lengthBytes);
    try {
      BlobInputStream body =
          blob(key).openInputStream(new BlobInputStreamOptions().setRange(range));
      long sizeBytes = body.getProperties().getBlobSize();
      long expectedBytes = Math.min(lengthBytes, sizeBytes - offsetBytes);
      InputStream complete =
          new ResponseStream(body, expectedBytes, key, e -> faults.reading(key, e));
      String md5 = body.getProperties().getMetadata().get(AzureUpload.MD5);
      return expectedBytes == sizeBytes && md5 != null
          ? new Md5CheckedStream(complete, HexFormat.of().parseHex(md5), key)
          : complete;
    } catch (RuntimeException e) {
      if (e instanceof BlobStorageException answer
          && answer.getStatusCode() == STATUS_RANGE_NOT_SATISFIABLE) {
        return emptyRange(key);
      }
      throw faults.reading(key, e);
    }
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    try {
      return Optional.of(new BlobInfo(key, blob(key).getProperties().getBlobSize()));
    } catch (RuntimeException e) {
      if (AzureFaults.isNotThere(e)) {
        return Optional.empty();
      }
      throw faults.reading(key, e);
    }
  }

  @Override
  public Stream<BlobInfo> list(String prefix) {
    ListBlobsOptions options =
        new ListBlobsOptions().setPrefix(location.keyPrefix() + BlobKey.checkPrefix(prefix));
    return LazyListing.of(
        () -> container.listBlobs(options, null).stream()
            .flatMap(item -> info(item).stream())
            .iterator(),
        faults::listing);
  }

  @Override
  public void delete(BlobKey key) {
    try {
      blob(key).deleteIfExistsWithResponse(null, null, null, Context.NONE);
    } catch (RuntimeException e) {
      throw faults.deleting(key, e);
    }
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return location.toString();
  }

  private InputStream emptyRange(BlobKey key) {
    if (head(key).isEmpty()) {
      throw BlobStoreException.notFound(this, key, null);
    }
    return InputStream.nullInputStream();
  }

  private BlockBlobClient blob(BlobKey key) {
    return container.getBlobClient(location.keyPrefix() + key).getBlockBlobClient();
  }

  /** The object, unless its key is not one of ours, such as the directory markers that tools create. */
  private Optional<BlobInfo> info(BlobItem item) {
    try {
      BlobKey key = BlobKey.of(item.getName().substring(location.keyPrefix().length()));
      return Optional.of(new BlobInfo(key, item.getProperties().getContentLength()));
    } catch (BlobStoreException foreign) {
      return Optional.empty();
    }
  }
}
