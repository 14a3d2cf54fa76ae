package dev.wastm.blobstore.tool;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** The promise of one winner: many put one key at once, if absent. */
final class CheckedRaces {
  private static final int RACES = 10;
  private static final int SMALL_WRITERS = AtOnce.THREADS;

  /** Long enough that a torn write would show. */
  private static final int SMALL_BYTES = 10_000;

  private static final int LARGE_WRITERS = 2;

  /** More than a part of any backend's uploads, so that the large object is put in parts. */
  private static final int LARGE_BYTES = 17 << 20;

  private final CheckedObjects objects;

  CheckedRaces(CheckedObjects objects) {
    this.objects = objects;
  }

  void small() throws BrokenPromiseException, InterruptedException {
    for (int race = 0; race < RACES; race++) {
      race("race/" + race, SMALL_WRITERS, SMALL_BYTES);
    }
  }

  void large() throws BrokenPromiseException, InterruptedException, IOException {
    String name = "race/large";
    byte[] stored = race(name, LARGE_WRITERS, LARGE_BYTES);
    objects.requireRange(objects.key(name), stored, LARGE_BYTES - 1_000, 2_000);
    objects.require(
        !objects.putIfAbsent(name, bytes(LARGE_WRITERS, SMALL_BYTES)),
        "A put if absent of " + objects.key(name) + " succeeded though the object was there.");
  }

  /** The bytes that won, which are those that are stored. */
  private byte[] race(String name, int writers, int sizeBytes)
      throws BrokenPromiseException, InterruptedException {
    List<Boolean> won = AtOnce.run(IntStream.range(0, writers)
        .mapToObj(writer -> putIfAbsent(name, bytes(writer, sizeBytes)))
        .toList());
    long winners = won.stream().filter(w -> w).count();
    objects.require(
        winners == 1,
        "Of " + writers + " concurrent puts if absent of " + objects.key(name) + " " + winners
            + " succeeded instead of one; this store cannot keep ledgers.");
    byte[] winner = bytes(won.indexOf(true), sizeBytes);
    objects.requireBytes(objects.key(name), winner);
    return winner;
  }

  private Callable<Boolean> putIfAbsent(String name, byte[] bytes) {
    return () -> objects.putIfAbsent(name, bytes);
  }

  private static byte[] bytes(int writer, int sizeBytes) {
    byte[] bytes = new byte[sizeBytes];
    new SplittableRandom(writer).nextBytes(bytes);
    return bytes;
  }
}
