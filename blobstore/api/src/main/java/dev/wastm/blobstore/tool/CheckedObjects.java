package dev.wastm.blobstore.tool;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStoreException.Kind;
import dev.wastm.blobstore.PutMode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The objects that a check makes, all behind one prefix, and what is demanded of them. Thread-safe: {@link #made} is a
 * concurrent set, all else is immutable.
 */
final class CheckedObjects {
  private final BlobStore store;
  private final String prefix;
  /** The keys of all objects that were put, or may have been. */
  private final Set<BlobKey> made = ConcurrentHashMap.newKeySet();

  CheckedObjects(BlobStore store, String prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  BlobStore store() {
    return store;
  }

  BlobKey key(String name) {
    return BlobKey.of(prefix + name);
  }

  BlobKey put(String name, byte[] bytes, PutMode mode) {
    BlobKey key = key(name);
    try {
      store.put(key, bytes, mode);
      made.add(key);
      return key;
    } catch (BlobStoreException e) {
      if (e.retryable()) {
        made.add(key);
      }
      throw e;
    }
  }

  /** Whether the put was the one that succeeded. */
  boolean putIfAbsent(String name, byte[] bytes) {
    try {
      put(name, bytes, PutMode.IF_ABSENT);
      return true;
    } catch (BlobStoreException e) {
      if (e.kind() == Kind.ALREADY_EXISTS) {
        return false;
      }
      throw e;
    }
  }

  /** The names of the objects that are listed behind the prefix and {@code more}. */
  List<String> list(String more) {
    return infos(more).stream()
        .map(info -> info.key().value().substring(prefix.length()))
        .toList();
  }

  List<BlobInfo> infos(String more) {
    try (Stream<BlobInfo> listed = store.list(prefix + more)) {
      return listed.toList();
    }
  }

  void require(boolean condition, String otherwise) throws BrokenPromiseException {
    if (!condition) {
      throw new BrokenPromiseException(otherwise);
    }
  }

  /** Demands that the object is just these bytes, and that its head says so. */
  void requireBytes(BlobKey key, byte[] expected) throws BrokenPromiseException {
    require(
        Arrays.equals(expected, store.get(key)),
        "The object " + key + " has other bytes than put.");
    Optional<BlobInfo> head = store.head(key);
    require(
        head.equals(Optional.of(new BlobInfo(key, expected.length))),
        "The object " + key + " of " + expected.length + " bytes is described as "
            + head.map(info -> "one of " + info.sizeBytes() + " bytes").orElse("absent") + ".");
  }

  /** Demands that reading the range gives what there is of it in {@code whole}. */
  void requireRange(BlobKey key, byte[] whole, int offsetBytes, int lengthBytes)
      throws BrokenPromiseException, IOException {
    int from = Math.min(offsetBytes, whole.length);
    byte[] expected = Arrays.copyOfRange(whole, from, Math.min(whole.length, from + lengthBytes));
    try (InputStream in = store.open(key, offsetBytes, lengthBytes)) {
      byte[] read = in.readAllBytes();
      require(
          Arrays.equals(expected, read),
          "Reading " + lengthBytes + " bytes of " + key + " from " + offsetBytes + " on gave "
              + read.length + " bytes, which are not the " + expected.length + " that are there.");
    }
  }

  /** Removes every object, those too that a wrong listing does not show. */
  void removeAll() throws BrokenPromiseException, InterruptedException {
    if (made.isEmpty()) {
      return;
    }
    AtOnce.run(made.stream().map(this::delete).toList());
    for (BlobInfo unexpected : infos("")) {
      store.delete(unexpected.key());
    }
    List<String> left = list("");
    require(
        left.isEmpty(),
        left.size() + " objects could not be removed; their keys begin with " + prefix + ".");
  }

  private Callable<BlobKey> delete(BlobKey key) {
    return () -> {
      store.delete(key);
      return key;
    };
  }
}
