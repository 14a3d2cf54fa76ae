package dev.wastm.ledger;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.PutMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A real store, in the way of whose n-th operation something comes. Operations are counted from 1. Thread-safe where what comes in the way
 * is.
 */
public class FaultyStore implements BlobStore {
  /** What happens at the chosen operation. */
  public enum Fault {
    /** It fails, and had no effect. */
    BEFORE,
    /** It fails half-way: a read ends early, a listing breaks off, a put stores nothing. */
    DURING,
    /** It fails, though it took effect. */
    AFTER
  }

  /** What happens to all operations after the chosen one. */
  public enum Then {
    RECOVERED,
    DEAD
  }

  private final BlobStore real;
  private final int chosen;
  private final Optional<Fault> fault;
  private final Then then;
  private final Runnable before;
  private final AtomicInteger operations = new AtomicInteger();

  private FaultyStore(
      BlobStore real, int chosen, Optional<Fault> fault, Then then, Runnable before) {
    this.real = real;
    this.chosen = chosen;
    this.fault = fault;
    this.then = then;
    this.before = before;
  }

  /** Nothing fails; what a subclass overrides may. */
  protected FaultyStore(BlobStore real) {
    this(real, 0, Optional.empty(), Then.RECOVERED, () -> {});
  }

  public static FaultyStore failing(BlobStore real, int chosen, Fault fault, Then then) {
    return new FaultyStore(real, chosen, Optional.of(fault), then, () -> {});
  }

  /** Nothing fails, but something else happens right before the chosen operation. */
  static FaultyStore interrupted(BlobStore real, int chosen, Runnable before) {
    return new FaultyStore(real, chosen, Optional.empty(), Then.RECOVERED, before);
  }

  /** Nothing is ever stored. */
  static FaultyStore refusingPuts(BlobStore real) {
    return new FaultyStore(real) {
      @Override
      public void put(BlobKey key, BlobSource source, PutMode mode) {
        throw BlobStoreException.unavailable(this + " takes nothing.", null);
      }
    };
  }

  int operations() {
    return operations.get();
  }

  boolean isDead() {
    return then == Then.DEAD && operations.get() >= chosen;
  }

  private <T> T operate(Supplier<T> operation, Supplier<T> half) {
    int number = operations.incrementAndGet();
    if (number == chosen) {
      before.run();
      return fault.isPresent() ? fail(fault.get(), operation, half) : operation.get();
    }
    if (number > chosen && then == Then.DEAD) {
      throw failure();
    }
    return operation.get();
  }

  private <T> T fail(Fault what, Supplier<T> operation, Supplier<T> half) {
    if (what == Fault.DURING) {
      return half.get();
    } else if (what == Fault.AFTER) {
      T unused = operation.get();
    }
    throw failure();
  }

  private BlobStoreException failure() {
    return BlobStoreException.unavailable(this + " does not answer.", null);
  }

  @Override
  public void put(BlobKey key, BlobSource source, PutMode mode) {
    boolean unused = operate(
        () -> {
          real.put(key, source, mode);
          return true;
        },
        () -> {
          throw failure();
        });
  }

  @Override
  public InputStream open(BlobKey key) {
    return operate(() -> real.open(key), () -> half(key));
  }

  @Override
  public InputStream open(BlobKey key, long offsetBytes, long lengthBytes) {
    return operate(() -> real.open(key, offsetBytes, lengthBytes), () -> half(key));
  }

  private InputStream half(BlobKey key) {
    byte[] whole = real.get(key);
    return new SequenceInputStream(
        new ByteArrayInputStream(whole, 0, whole.length / 2), new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the connection was lost");
          }

          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            return read();
          }
        });
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    return operate(() -> real.head(key), () -> {
      throw failure();
    });
  }

  @Override
  public Stream<BlobInfo> list(String prefix) {
    return operate(
        () -> real.list(prefix),
        () -> Stream.concat(real.list(prefix).limit(1), Stream.generate(() -> {
          throw failure();
        })));
  }

  @Override
  public void delete(BlobKey key) {
    boolean unused = operate(
        () -> {
          real.delete(key);
          return true;
        },
        () -> {
          throw failure();
        });
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "the faulty store";
  }
}
