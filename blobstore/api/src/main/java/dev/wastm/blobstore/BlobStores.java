package dev.wastm.blobstore;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Opens blob stores by URI, with whichever backends are on the class path. */
public final class BlobStores {
  private BlobStores() {}

  /**
   * Opens the store named by {@code uri}, such as {@code file:/var/lib/wastm} or {@code s3://bucket/prefix}. Throws
   * {@link IllegalArgumentException}, its message a sentence, where no backend takes the URI. A scheme alone, {@code
   * memory:}, stands for {@code memory:/}, because {@link URI} knows no empty path. A URI that holds credentials is refused, and no message shows
   * them.
   */
  public static BlobStore open(String uri) {
    requireNoCredentials(uri);
    URI parsed;
    try {
      parsed = new URI(uri.endsWith(":") ? uri + "/" : uri);
    } catch (URISyntaxException e) {
      // It is no cause: it holds the whole text.
      throw new IllegalArgumentException("The blob store URI \"" + UriSecrets.hide(uri)
          + "\" is not valid: " + e.getReason() + " (a space is written %20).");
    }
    return open(parsed);
  }

  private static void requireNoCredentials(String uri) {
    if (UriSecrets.areIn(uri)) {
      throw new IllegalArgumentException("The blob store URI " + UriSecrets.hide(uri)
          + " holds credentials; give them through the environment, where no log and no list of processes"
          + " shows them, and replace those that were written here.");
    }
  }

  /** Opens the store named by {@code uri}; see {@link #open(String)}. */
  public static BlobStore open(URI uri) {
    requireNoCredentials(uri.toString());
    String shown = UriSecrets.hide(uri.toString());
    List<BlobStoreProvider> providers = providers();
    String known = providers.stream()
        .map(BlobStoreProvider::uriForm)
        .sorted()
        .collect(Collectors.joining(", "));
    if (uri.getScheme() == null) {
      throw new IllegalArgumentException(
          "The blob store URI \"" + shown + "\" has no scheme; write one of: " + known + ".");
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    Optional<BlobStoreProvider> provider =
        providers.stream().filter(p -> p.scheme().equals(scheme)).findFirst();
    return provider
        .orElseThrow(() -> new IllegalArgumentException(
            "No blob store is known for " + shown + "; known here: " + known + "."))
        .open(uri);
  }

  private static List<BlobStoreProvider> providers() {
    return ServiceLoader.load(BlobStoreProvider.class, BlobStoreProvider.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }
}
