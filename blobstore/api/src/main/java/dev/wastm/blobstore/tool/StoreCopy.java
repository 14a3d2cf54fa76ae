package dev.wastm.blobstore.tool;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStoreException.Kind;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.layer.ProgressSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Copies the objects of one store into another, several at once, each in bounded memory. With {@link PutMode#IF_ABSENT}
 * nothing is ever replaced: what the target has already is compared byte for byte, so that a copy that was cut off can
 * be run again. To be run once. Between its threads, the counters are atomic, {@link #different} is a synchronized list,
 * and the listing is guarded by itself.
 */
public final class StoreCopy {
  /**
   * What a copy has done.
   *
   * @param copied the number of objects that were put
   * @param copiedBytes their length in all
   * @param alreadyThere the number of objects that the target had, with the same bytes
   * @param different the objects that the target has with other bytes, which were left alone; in byte order
   */
  public record Report(long copied, long copiedBytes, long alreadyThere, List<BlobKey> different) {}

  private static final int BUFFER_BYTES = 64 * 1024;

  private final BlobStore from;
  private final BlobStore to;
  private final PutMode mode;
  private final LongConsumer progress;
  private final AtomicLong copied = new AtomicLong();
  private final AtomicLong copiedBytes = new AtomicLong();
  private final AtomicLong alreadyThere = new AtomicLong();
  private final List<BlobKey> different = Collections.synchronizedList(new ArrayList<>());

  /** After a failure no other object is begun. */
  private final AtomicBoolean failed = new AtomicBoolean();

  /**
   * Copies from {@code from} to {@code to}, which stay the caller's to close. {@code progress} is told numbers of bytes
   * as they are dealt with, by several threads at once; a negative one where a transfer starts over.
   */
  public StoreCopy(BlobStore from, BlobStore to, PutMode mode, LongConsumer progress) {
    this.from = from;
    this.to = to;
    this.mode = mode;
    this.progress = progress;
  }

  /** Copies the objects whose keys begin with {@code prefix}, {@code threads} at once; throws the first failure met. */
  public Report run(String prefix, int threads) throws InterruptedException {
    try (Stream<BlobInfo> objects = from.list(prefix)) {
      Iterator<BlobInfo> listing = objects.iterator();
      Callable<Boolean> worker = () -> copyRest(listing);
      AtOnce.runToTheEnd(Collections.nCopies(threads, worker));
    }
    return new Report(
        copied.get(),
        copiedBytes.get(),
        alreadyThere.get(),
        different.stream().sorted().toList());
  }

  private boolean copyRest(Iterator<BlobInfo> listing) {
    try {
      for (Optional<BlobInfo> next = next(listing); next.isPresent(); next = next(listing)) {
        copy(next.get());
      }
      return true;
    } catch (RuntimeException | Error e) {
      failed.set(true);
      throw e;
    }
  }

  private Optional<BlobInfo> next(Iterator<BlobInfo> listing) {
    synchronized (listing) {
      return !failed.get() && listing.hasNext() ? Optional.of(listing.next()) : Optional.empty();
    }
  }

  private void copy(BlobInfo object) {
    if (mode == PutMode.IF_ABSENT && to.head(object.key()).isPresent()) {
      compare(object);
      progress.accept(object.sizeBytes());
      return;
    }
    try {
      to.put(object.key(), new ProgressSource(new StoredSource(from, object), progress), mode);
      copied.incrementAndGet();
      copiedBytes.addAndGet(object.sizeBytes());
    } catch (BlobStoreException e) {
      if (e.kind() != Kind.ALREADY_EXISTS) {
        throw e;
      }
      compare(object);
    }
  }

  private void compare(BlobInfo object) {
    if (hasSameBytes(object)) {
      alreadyThere.incrementAndGet();
    } else {
      different.add(object.key());
    }
  }

  private boolean hasSameBytes(BlobInfo object) {
    Optional<BlobInfo> there = to.head(object.key());
    if (there.isEmpty() || there.get().sizeBytes() != object.sizeBytes()) {
      return false;
    }
    try (InputStream source = new BufferedInputStream(from.open(object.key()), BUFFER_BYTES);
        InputStream target = new BufferedInputStream(to.open(object.key()), BUFFER_BYTES)) {
      for (int b = source.read(); b >= 0; b = source.read()) {
        if (target.read() != b) {
          return false;
        }
      }
      return target.read() < 0;
    } catch (IOException e) {
      throw BlobStoreException.unavailable(
          "Comparing the object " + object.key() + " in " + from + " and " + to + " failed: "
              + e.getMessage() + ".",
          e);
    }
  }
}
