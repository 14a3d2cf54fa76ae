package dev.wastm.ledger.journal;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Which blob store it is: 16 random bytes in the sealed object {@code store} at its root, made with its first ledger and never changed. What is
 * copied elsewhere keeps the identity of the store that it began in. Immutable.
 */
public record StoreIdentity(ByteString bytes) {
  private static final int LENGTH_BYTES = 16;
  private static final BlobKey KEY = BlobKey.of("store");

  /** Stands for no store. */
  static final StoreIdentity NONE = new StoreIdentity(ByteString.copyFrom(new byte[LENGTH_BYTES]));

  /** @throws IllegalArgumentException with what is wrong, as the end of a sentence */
  public StoreIdentity {
    if (bytes.size() != LENGTH_BYTES) {
      throw new IllegalArgumentException(
          "a store's identity has " + LENGTH_BYTES + " bytes, and not " + bytes.size());
    }
  }

  static StoreIdentity of(ByteString bytes) {
    return new StoreIdentity(bytes);
  }

  /** @throws IllegalArgumentException where it is not 32 hexadecimal digits */
  public static StoreIdentity ofHex(String hex) {
    return new StoreIdentity(ByteString.copyFrom(HexFormat.of().parseHex(hex)));
  }

  /**
   * A store's identity; empty where it has none yet.
   *
   * @throws BlobStoreException where the object is damaged
   */
  public static Optional<StoreIdentity> find(BlobStore store) {
    return SmallObject.find(store, KEY, SealedFile.STORE.fileBytes(LENGTH_BYTES))
        .map(
            file -> SealedFile.STORE
                .open(file)
                .filter(content -> content.size() == LENGTH_BYTES)
                .map(StoreIdentity::new)
                .orElseThrow(
                    () -> BlobStoreException.corrupt(
                        "The object \"" + KEY + "\" of " + store
                            + ", which says which store it is, is damaged. Restore it from a copy of the store.")));
  }

  /**
   * A store's identity, which it is given where it has none.
   *
   * @throws BlobStoreException where the object is damaged
   */
  public static StoreIdentity ensure(BlobStore store) {
    return find(store).orElseGet(() -> give(store));
  }

  private static StoreIdentity give(BlobStore store) {
    byte[] random = new byte[LENGTH_BYTES];
    new SecureRandom().nextBytes(random);
    StoreIdentity own = new StoreIdentity(ByteString.copyFrom(random));
    boolean isOurs = store.putIfAbsent(KEY, SealedFile.STORE.seal(own.bytes()));
    return isOurs ? own : find(store).orElseThrow();
  }

  public String hex() {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public String toString() {
    return hex();
  }
}
