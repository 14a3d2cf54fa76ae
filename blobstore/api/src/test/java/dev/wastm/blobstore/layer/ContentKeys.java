package dev.wastm.blobstore.layer;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Content under the keys {@code c/<digest>.bin}. */
final class ContentKeys {
  private static final Pattern KEY = Pattern.compile("c/([0-9a-f]{64})\\.bin");

  private ContentKeys() {}

  static Optional<Sha256> digest(BlobKey key) {
    Matcher name = KEY.matcher(key.value());
    return name.matches() ? Optional.of(new Sha256(name.group(1))) : Optional.empty();
  }

  static BlobKey key(Sha256 digest) {
    return BlobKey.of("c/" + digest + ".bin");
  }

  static Sha256 put(BlobStore store, byte[] bytes) {
    Sha256 digest = Sha256.of(bytes);
    boolean unused = store.putIfAbsent(key(digest), bytes);
    return digest;
  }
}
