package dev.wastm.blobstore.memory;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreProvider;
import dev.wastm.blobstore.UriSecrets;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/** Opens {@code memory:} and {@code memory:name}. */
public final class MemoryBlobStoreProvider implements BlobStoreProvider {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]*");

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
    if (!NAME.matcher(name).matches() || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("The blob store URI " + UriSecrets.hide(uri.toString())
          + " has a name with other characters than letters, digits and . _ -.");
    }
    return name.isEmpty()
        ? new MemoryBlobStore("memory:")
        : SHARED.computeIfAbsent(name, unused -> new MemoryBlobStore("memory:" + name));
  }
}
