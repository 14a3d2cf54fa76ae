package dev.wastm.ledger;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.layer.Sha256;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which objects of a store are named by their digest, modules and checkpoints' parts, so that a machine may keep them and fetch each once. */
public final class StoredContent {
  private static final Pattern KEY = Pattern.compile(
      "(?:modules/sha256|ledgers/[^/]+/checkpoints/[0-9]{20})/([0-9a-f]{64})\\.(?:wasm|tar\\.zst)");

  private StoredContent() {}

  /** The digest of the object that has a key; empty where the key does not say it. */
  public static Optional<Sha256> digest(BlobKey key) {
    Matcher name = KEY.matcher(key.value());
    return name.matches() ? Optional.of(new Sha256(name.group(1))) : Optional.empty();
  }
}
