package dev.wastm.blobstore.tool;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStoreException.Kind;
import dev.wastm.blobstore.PutMode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Tests whether a store, in the place where it will be used, keeps the promises that everything here stands on. It works
 * on objects of its own, under a new prefix, and removes them in the end; it moves about 60 MB and makes some 2 200 requests.
 * Used by one thread.
 */
public final class StoreCheck {
  /**
   * What was found about one promise.
   *
   * @param promise in a few words
   * @param failure a sentence that says what the store did instead; empty where it kept the promise
   */
  public record Result(String promise, Optional<String> failure) {
    /** Whether the store kept the promise. */
    public boolean kept() {
      return failure.isEmpty();
    }
  }

  private interface Promise {
    void test() throws BrokenPromiseException, IOException, InterruptedException;
  }

  private static final byte[] OLD = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  private static final byte[] NEW = {11, 12};

  private final CheckedObjects objects;
  private boolean allKept = true;

  /** Checks {@code store}, which stays the caller's to close. */
  public StoreCheck(BlobStore store) {
    objects = new CheckedObjects(store, "wastm-check-" + UUID.randomUUID() + "/");
  }

  /**
   * Tests every promise and tells each result as soon as it is known. A store that cannot be used at all fails the first
   * one, and the others are left out. Returns whether all were kept.
   */
  public boolean run(Consumer<Result> results) throws InterruptedException {
    try {
      if (test("can be used", this::use, results)) {
        testPromises(results);
      }
    } finally {
      test("nothing left behind", objects::removeAll, results);
    }
    return allKept;
  }

  private void testPromises(Consumer<Result> results) throws InterruptedException {
    CheckedRaces races = new CheckedRaces(objects);
    test("reads after writes", this::readAfterWrite, results);
    test("puts if absent leave alone what is there", this::putIfAbsent, results);
    test("one winner of concurrent puts if absent", races::small, results);
    test("one winner of concurrent large puts if absent", races::large, results);
    test("ranged reads", this::ranges, results);
    test("listing in order, by prefix, over pages", new CheckedListing(objects)::test, results);
    test("deletion", this::delete, results);
  }

  private boolean test(String name, Promise promise, Consumer<Result> results)
      throws InterruptedException {
    Optional<String> failure = failure(promise);
    allKept &= failure.isEmpty();
    results.accept(new Result(name, failure));
    return failure.isEmpty();
  }

  private static Optional<String> failure(Promise promise) throws InterruptedException {
    try {
      promise.test();
      return Optional.empty();
    } catch (BrokenPromiseException | BlobStoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Optional.of("Reading failed: " + e.getMessage() + ".");
    }
  }

  private void use() throws BrokenPromiseException {
    List<String> found = objects.list("");
    objects.require(found.isEmpty(), "A new prefix is not empty: it has " + found + ".");
    BlobKey key = objects.put("use", OLD, PutMode.OVERWRITE);
    objects.requireBytes(key, OLD);
  }

  private void readAfterWrite() throws BrokenPromiseException {
    BlobKey key = objects.put("rw", OLD, PutMode.OVERWRITE);
    objects.requireBytes(key, OLD);
    objects.put("rw", NEW, PutMode.OVERWRITE);
    objects.requireBytes(key, NEW);
    objects.requireBytes(objects.put("empty", new byte[0], PutMode.OVERWRITE), new byte[0]);
  }

  private void putIfAbsent() throws BrokenPromiseException {
    BlobKey key = objects.put("taken", OLD, PutMode.IF_ABSENT);
    objects.require(
        !objects.putIfAbsent("taken", NEW),
        "A put if absent of " + key + " succeeded though the object was there.");
    objects.requireBytes(key, OLD);
    objects.store().delete(key);
    objects.require(
        objects.putIfAbsent("taken", NEW),
        "A put if absent of " + key + " was refused though the object had been deleted.");
    objects.requireBytes(key, NEW);
  }

  private void ranges() throws BrokenPromiseException, IOException {
    BlobKey key = objects.put("ranges", OLD, PutMode.OVERWRITE);
    objects.requireRange(key, OLD, 0, OLD.length);
    objects.requireRange(key, OLD, 3, 4);
    objects.requireRange(key, OLD, OLD.length - 1, 100);
    objects.requireRange(key, OLD, OLD.length, 5);
    objects.requireRange(key, OLD, 1_000, 5);
  }

  private void delete() throws BrokenPromiseException {
    BlobKey key = objects.put("deleted", OLD, PutMode.OVERWRITE);
    objects.store().delete(key);
    objects.store().delete(key);
    objects.require(
        objects.store().head(key).isEmpty(), "The deleted object " + key + " is still there.");
    objects.require(
        objects.list("deleted").isEmpty(), "The deleted object " + key + " is still listed.");
    try {
      objects.store().get(key);
    } catch (BlobStoreException e) {
      objects.require(e.kind() == Kind.NOT_FOUND, String.valueOf(e.getMessage()));
      return;
    }
    objects.require(false, "The deleted object " + key + " can still be read.");
  }
}
