package com.example.blobstore;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStoreProvider;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.backend.SourceStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Opens {@code map:}, a new store each time. */
public final class MapBlobStoreProvider implements BlobStoreProvider {
  @Override
  public String scheme() {
    return "map";
  }

  @Override
  public String uriForm() {
    return "map:";
  }

  @Override
  public BlobStore open(URI uri) {
    return new MapBlobStore();
  }

  /** Objects in a map; thread-safe, because every use of the map is synchronized on it. */
  private static final class MapBlobStore implements BlobStore {
    private final TreeMap<BlobKey, byte[]> objects = new TreeMap<>();

    @Override
    public void put(BlobKey key, BlobSource source, PutMode mode) {
      byte[] bytes = read(key, source);
      synchronized (objects) {
        if (mode == PutMode.IF_ABSENT && objects.containsKey(key)) {
          throw BlobStoreException.alreadyExists(this, key, null);
        }
        objects.put(key, bytes);
      }
    }

    @Override
    public InputStream open(BlobKey key) {
      return open(key, 0, Long.MAX_VALUE);
    }

    @Override
    public InputStream open(BlobKey key, long offsetBytes, long lengthBytes) {
      byte[] bytes = existing(key).orElseThrow(() -> BlobStoreException.notFound(this, key, null));
      int from = (int) Math.min(offsetBytes, bytes.length);
      return new ByteArrayInputStream(
          bytes, from, (int) Math.min(lengthBytes, bytes.length - from));
    }

    @Override
    public Optional<BlobInfo> head(BlobKey key) {
      return existing(key).map(bytes -> new BlobInfo(key, bytes.length));
    }

    @Override
    public Stream<BlobInfo> list(String prefix) {
      BlobKey.checkPrefix(prefix);
      List<BlobInfo> all;
      synchronized (objects) {
        all = objects.entrySet().stream()
            .map(entry -> new BlobInfo(entry.getKey(), entry.getValue().length))
            .toList();
      }
      return all.stream().filter(info -> info.key().value().startsWith(prefix));
    }

    @Override
    public void delete(BlobKey key) {
      synchronized (objects) {
        objects.remove(key);
      }
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
      return "map:";
    }

    private Optional<byte[]> existing(BlobKey key) {
      synchronized (objects) {
        return Optional.ofNullable(objects.get(key));
      }
    }

    /** Reads through a {@link SourceStream}, which checks lengths, words failures and closes the source. */
    private static byte[] read(BlobKey key, BlobSource source) {
      try (SourceStream in = SourceStream.open(key, source)) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
