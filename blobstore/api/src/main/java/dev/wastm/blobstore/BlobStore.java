package dev.wastm.blobstore;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A flat space of objects, each a key and its bytes. The same promises hold for every backend, and are tested alike:
 *
 * <ul>
 *   <li><b>Atomic</b>: an object is stored whole or not at all; no reader ever sees a part of it.
 *   <li><b>Durable</b>: when a put returns, the object survives a crash of this process (for the file store: of the
 *       machine). A put that throws UNAVAILABLE may or may not have taken effect; repeat it, or read to find out.
 *   <li><b>Consistent</b>: after a put or delete has returned, every get, head and list that starts later sees it.
 *   <li><b>One winner</b>: see {@link PutMode#IF_ABSENT}.
 * </ul>
 *
 * <p>All methods may be called from any thread. All throw {@link BlobStoreException} and nothing else for what the store
 * or the key does wrong. {@code toString()} is the store's URI, without secrets.
 */
public interface BlobStore extends AutoCloseable {
  /**
   * Stores an object. Memory use does not grow with its length. Nothing is stored where the source fails, or where its
   * length is not the announced one (CORRUPT). The source is closed in every case.
   */
  void put(BlobKey key, BlobSource source, PutMode mode);

  /** Stores an object held in memory. */
  default void put(BlobKey key, byte[] bytes, PutMode mode) {
    put(key, BlobSource.of(bytes), mode);
  }

  /**
   * Stores an object held in memory, unless there is one already, which is left alone.
   *
   * @return whether this call stored it
   */
  default boolean putIfAbsent(BlobKey key, byte[] bytes) {
    try {
      put(key, bytes, PutMode.IF_ABSENT);
      return true;
    } catch (BlobStoreException e) {
      if (e.kind() == BlobStoreException.Kind.ALREADY_EXISTS) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Opens the object for reading; NOT_FOUND where there is none. A read that fails or ends early throws an {@link
   * IOException}: a stream that reaches its end normally has given the whole object. The caller closes it.
   */
  InputStream open(BlobKey key);

  /**
   * Opens a range for reading; NOT_FOUND where there is no object. A range past the end is cut at the end, down to no
   * bytes.
   *
   * @param offsetBytes 0 or more
   * @param lengthBytes 0 or more
   */
  InputStream open(BlobKey key, long offsetBytes, long lengthBytes);

  /** The whole object; NOT_FOUND where there is none. For objects that this process has put there, and that are small. */
  default byte[] get(BlobKey key) {
    try (InputStream in = open(key)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw BlobStoreException.unavailable(
          "Reading the object " + key + " from " + this + " failed: " + e.getMessage() + ".", e);
    }
  }

  /** The whole object, or empty where there is none. For objects that this process has put there, and that are small. */
  default Optional<byte[]> find(BlobKey key) {
    try {
      return Optional.of(get(key));
    } catch (BlobStoreException e) {
      if (e.kind() == BlobStoreException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * The whole object where it has at most so many bytes; NOT_FOUND where there is none, TOO_LARGE where it is larger, of which no more than
   * that is read. For objects that others may have put there.
   *
   * @param bytesMax 0 or more, below {@link Integer#MAX_VALUE}
   */
  default byte[] get(BlobKey key, int bytesMax) {
    try (InputStream in = open(key)) {
      byte[] bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw BlobStoreException.tooLarge(this, key, bytesMax);
      }
      return bytes;
    } catch (IOException e) {
      throw BlobStoreException.unavailable(
          "Reading the object " + key + " from " + this + " failed: " + e.getMessage() + ".", e);
    }
  }

  /** The whole object where it has at most so many bytes, or empty where there is none; see {@link #get(BlobKey, int)}. */
  default Optional<byte[]> find(BlobKey key, int bytesMax) {
    try {
      return Optional.of(get(key, bytesMax));
    } catch (BlobStoreException e) {
      if (e.kind() == BlobStoreException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What the store knows about the object, or empty where there is none. */
  Optional<BlobInfo> head(BlobKey key);

  /**
   * The objects whose keys begin with {@code prefix}, in byte order of their keys. Lazy: pages are fetched as the stream
   * is consumed, so objects put or deleted meanwhile may be seen or not. The caller closes the stream.
   */
  Stream<BlobInfo> list(String prefix);

  /** Removes the object; does nothing where there is none. */
  void delete(BlobKey key);

  /** Frees what the store holds; what is stored stays. */
  @Override
  void close();
}
