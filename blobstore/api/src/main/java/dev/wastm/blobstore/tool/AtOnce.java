package dev.wastm.blobstore.tool;

import dev.wastm.blobstore.BlobStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs calls to a store at the same time. */
final class AtOnce {
  static final int THREADS = 16;

  /** Backends end every call by themselves, within some minutes; this ends the one that does not. */
  private static final int TIMEOUT_MINUTES = 10;

  private AtOnce() {}

  /**
   * Runs the calls on as many threads as there are calls, at most {@link #THREADS}, and gives their results in order;
   * throws what the first failed call in the list threw, when all have ended.
   */
  static <T> List<T> run(List<Callable<T>> calls) throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(Math.min(THREADS, calls.size()));
    try {
      return results(executor.invokeAll(calls, TIMEOUT_MINUTES, TimeUnit.MINUTES));
    } finally {
      executor.shutdownNow();
    }
  }

  /** As {@link #run}, for calls that may take any time because each is many; runs each on a thread of its own. */
  static <T> List<T> runToTheEnd(List<Callable<T>> calls) throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(calls.size());
    try {
      return results(executor.invokeAll(calls));
    } finally {
      executor.shutdownNow();
    }
  }

  private static <T> List<T> results(List<Future<T>> done) throws InterruptedException {
    List<T> results = new ArrayList<>();
    for (Future<T> call : done) {
      results.add(result(call));
    }
    return results;
  }

  private static <T> T result(Future<T> done) throws InterruptedException {
    try {
      return done.get();
    } catch (CancellationException e) {
      throw BlobStoreException.unavailable(
          "The store did not answer within " + TIMEOUT_MINUTES + " minutes.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BlobStoreException failure) {
        throw failure;
      }
      throw new IllegalStateException("A call to the store failed in an unknown way", e);
    }
  }
}
