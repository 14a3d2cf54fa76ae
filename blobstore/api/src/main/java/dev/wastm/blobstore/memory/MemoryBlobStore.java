package dev.wastm.blobstore.memory;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.backend.SourceStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * Objects in a concurrent sorted map. Arrays are copied on their way in and never changed after; each operation is one
 * atomic operation of the map.
 */
final class MemoryBlobStore implements BlobStore {
  private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final String uri;

  MemoryBlobStore(String uri) {
    this.uri = uri;
  }

  @Override
  public void put(BlobKey key, BlobSource source, PutMode mode) {
    byte[] bytes = copy(key, source);
    switch (mode) {
      case OVERWRITE -> objects.put(key.value(), bytes);
      case IF_ABSENT -> {
        if (objects.putIfAbsent(key.value(), bytes) != null) {
          throw BlobStoreException.alreadyExists(this, key, null);
        }
      }
    }
  }

  @Override
  public InputStream open(BlobKey key) {
    return new ByteArrayInputStream(bytes(key));
  }

  @Override
  public InputStream open(BlobKey key, long offsetBytes, long lengthBytes) {
    byte[] bytes = bytes(key);
    int from = (int) Math.min(offsetBytes, bytes.length);
    return new ByteArrayInputStream(bytes, from, (int) Math.min(lengthBytes, bytes.length - from));
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    return Optional.ofNullable(objects.get(key.value()))
        .map(bytes -> new BlobInfo(key, bytes.length));
  }

  @Override
  public Stream<BlobInfo> list(String prefix) {
    return objects.tailMap(BlobKey.checkPrefix(prefix)).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(prefix))
        .map(MemoryBlobStore::info);
  }

  @Override
  public void delete(BlobKey key) {
    objects.remove(key.value());
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return uri;
  }

  private byte[] bytes(BlobKey key) {
    byte[] bytes = objects.get(key.value());
    if (bytes == null) {
      throw BlobStoreException.notFound(this, key, null);
    }
    return bytes;
  }

  private static byte[] copy(BlobKey key, BlobSource source) {
    try (SourceStream in = SourceStream.open(key, source)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "A source stream reports its failures as BlobStoreException", e);
    }
  }

  private static BlobInfo info(Map.Entry<String, byte[]> entry) {
    return new BlobInfo(BlobKey.of(entry.getKey()), entry.getValue().length);
  }
}
