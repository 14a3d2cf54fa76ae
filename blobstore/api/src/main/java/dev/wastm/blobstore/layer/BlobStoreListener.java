package dev.wastm.blobstore.layer;

/**
 * Is told of every call to a store, by {@link ObservedBlobStore}: for metrics, traces and logs. Its methods are called
 * by the threads that call the store, and must neither throw nor take long.
 */
public interface BlobStoreListener {
  /** What is called. */
  enum Operation {
    /** A put; its amount is the object's length in bytes. */
    PUT,
    /** Reading an object or a range of it, from opening to closing the stream; its amount is in bytes. */
    READ,
    /** A head. */
    HEAD,
    /** Listing, from the call to the end or the closing of the stream; its amount is the number of objects. */
    LIST,
    /** A delete. */
    DELETE
  }

  /**
   * A call begins. The result is told how it ends, once, in most cases by the same thread.
   *
   * @param subject the key, or the prefix of a listing
   */
  Call begin(Operation operation, String subject);

  /** One call that is under way. */
  interface Call {
    /** The call has ended well; {@code amount} is what the {@link Operation} says, else 0. */
    void succeeded(long amount);

    /** The call has failed, in most cases with a {@link dev.wastm.blobstore.BlobStoreException}. */
    void failed(Throwable failure);
  }
}
