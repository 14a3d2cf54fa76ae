package dev.wastm.blobstore.file;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreProvider;
import dev.wastm.blobstore.UriSecrets;
import java.net.URI;
import java.nio.file.Path;

/** Opens {@code file:/dir} and {@code file:///dir}. The directory is created by the first put. */
public final class FileBlobStoreProvider implements BlobStoreProvider {
  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public String uriForm() {
    return "file:/dir";
  }

  @Override
  public BlobStore open(URI uri) {
    if (uri.isOpaque()) {
      throw bad(uri, "has a relative path; write the absolute one: file:/dir");
    }
    if (uri.getAuthority() != null) {
      throw bad(uri, "has a host; write file:/dir or file:///dir");
    }
    if (uri.getQuery() != null || uri.getFragment() != null) {
      throw bad(uri, "has a query or a fragment; a directory has no options");
    }
    Path root = Path.of(uri.getPath()).normalize();
    if (root.getParent() == null) {
      throw bad(uri, "names the root of the file system; name a directory in it: file:/dir");
    }
    return new FileBlobStore(root);
  }

  private static IllegalArgumentException bad(URI uri, String why) {
    return new IllegalArgumentException(
        "The blob store URI " + UriSecrets.hide(uri.toString()) + " " + why + ".");
  }
}
