package dev.wastm.blobstore.memory;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreProvider;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Opens {@code memory:} and {@code memory:name}. */
public final class MemoryBlobStoreProvider implements BlobStoreProvider {
  /** The named stores of this JVM; they live as long as it does. */
  private static final ConcurrentMap<String, MemoryBlobStore> SHARED = new ConcurrentHashMap<>();

  @Override
  public String scheme() {
    return "memory";
  }

  @Override
  public String uriForm() {
    return "memory:";
  }

  @Override
  public BlobStore open(URI uri) {
    String name = uri.getSchemeSpecificPart().replaceFirst("^/+", "");
    return name.isEmpty()
        ? new MemoryBlobStore("memory:")
        : SHARED.computeIfAbsent(name, unused -> new MemoryBlobStore("memory:" + name));
  }
}
