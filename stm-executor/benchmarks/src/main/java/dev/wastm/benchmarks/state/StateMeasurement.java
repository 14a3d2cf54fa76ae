package dev.wastm.benchmarks.state;

import dev.wastm.benchmarks.Median;
import dev.wastm.benchmarks.TemporaryFolder;
import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.state.StateChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.Stream;

/**
 * What a state of many keys costs: in memory and to change, to checkpoint, and to restore. To be asked in this order, once each. Confined to
 * one thread.
 */
public final class StateMeasurement {
  /** The changes of a batch between checkpoints, and of the batches in the journal's tail. */
  public static final int CHANGES = 1_000;

  /** The batches after the newest checkpoint. */
  public static final int TAIL = 10;

  private static final int[] BATCHES = {100, CHANGES, 10_000};
  private static final int WARMUPS = 3;
  private static final double NS_PER_MS = 1e6;

  private final StateWorkload workload;
  private final BlobStore store;
  private final Journal journal;
  private final int keys;
  private final int runs;
  private LedgerHead head = LedgerHead.before(Genesis.ofNoLedgerYet(StateWorkload.LEDGER));

  /**
   * What was measured of one size.
   *
   * @param fillMs until all keys were there
   */
  public record Measured(double fillMs, List<Batch> batches, Stored stored, Restart restart) {}

  /**
   * Measures a state of so many keys, in a folder that is removed.
   *
   * @param runs how many times each batch and each checkpoint is timed
   */
  public static Measured of(int keys, int runs)
      throws IOException, ForkException, CorruptRecordException {
    try (TemporaryFolder folder = TemporaryFolder.make();
        BlobStore store = BlobStores.open(folder.path().toUri().toString())) {
      StateMeasurement measurement = new StateMeasurement(keys, store, runs);
      return new Measured(
          measurement.fill(),
          measurement.batches(),
          measurement.checkpoints(),
          measurement.restart());
    }
  }

  /**
   * Measures nothing yet.
   *
   * @param store an empty one
   * @param runs how many times each batch and each checkpoint is timed
   */
  private StateMeasurement(int keys, BlobStore store, int runs) {
    this.keys = keys;
    this.store = store;
    this.runs = runs;
    this.workload = new StateWorkload(keys);
    this.journal = new Journal(store, StateWorkload.LEDGER);
    boolean unused = new GenesisFile(store, StateWorkload.LEDGER).put(head.genesis());
  }

  /**
   * From changes to the new state and its root.
   *
   * @param ms on as many threads as there are processors; a median
   * @param oneThreadMs on one thread, in turn with that
   */
  public record Batch(int changes, double ms, double oneThreadMs) {
    public double updatesPerSecond() {
      return 1_000 * changes / ms;
    }
  }

  /**
   * Checkpoints.
   *
   * @param firstMs of the whole state, once
   * @param ms after {@link #CHANGES} changes; a median
   * @param bytes what one such checkpoint adds to the store, on average
   */
  public record Stored(double firstMs, long firstBytes, double ms, long bytes) {}

  /**
   * What a worker does that starts anew, once.
   *
   * @param bytesPerKey what the heap has less of once the state is let go, for each key
   * @param checkpointMs until the newest checkpoint is read, and its root checked
   * @param tailMs for the {@link #TAIL} batches after it
   */
  public record Restart(double bytesPerKey, double checkpointMs, double tailMs) {}

  /** Returns how long it took, in milliseconds. */
  private double fill() {
    long startNs = System.nanoTime();
    head = new LedgerHead(head.genesis(), head.header(), workload.fill());
    return msSince(startNs);
  }

  private List<Batch> batches() {
    ForkJoinPool one = new ForkJoinPool(1);
    ForkJoinPool all = new ForkJoinPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Batch> measured = new ArrayList<>();
      for (int count : BATCHES) {
        double[] oneMs = new double[runs];
        double[] allMs = new double[runs];
        for (int run = -WARMUPS; run < runs; run++) {
          int index = Math.max(run, 0);
          oneMs[index] = applyMs(one, workload.update(count));
          allMs[index] = applyMs(all, workload.update(count));
        }
        measured.add(new Batch(Math.min(count, keys), Median.of(allMs), Median.of(oneMs)));
      }
      return measured;
    } finally {
      one.shutdown();
      all.shutdown();
    }
  }

  private double applyMs(ForkJoinPool pool, List<StateChange> changes) {
    long startNs = System.nanoTime();
    pool.invoke(ForkJoinTask.adapt(() -> head.state().with(changes).root()));
    return msSince(startNs);
  }

  private Stored checkpoints() throws ForkException, CorruptRecordException {
    Checkpoints checkpoints = new Checkpoints(store, StateWorkload.LEDGER);
    advance();
    long startNs = System.nanoTime();
    checkpoints.write(head);
    double firstMs = msSince(startNs);
    long firstBytes = storedBytes();
    double[] ms = new double[runs];
    for (int run = 0; run < runs; run++) {
      advance();
      startNs = System.nanoTime();
      checkpoints.write(head);
      ms[run] = msSince(startNs);
    }
    long bytes = (storedBytes() - firstBytes) / runs;
    return new Stored(firstMs, firstBytes, Median.of(ms), bytes);
  }

  /** @throws IllegalStateException where what is restored is not what was stored */
  private Restart restart() throws ForkException, CorruptRecordException {
    long checkpoint = head.height();
    for (int i = 0; i < TAIL; i++) {
      advance();
    }
    String expected = head.state().root().hex();
    long withState = usedHeapBytes();
    head = LedgerHead.before(head.genesis());
    double bytesPerKey = (double) (withState - usedHeapBytes()) / keys;
    long startNs = System.nanoTime();
    LedgerHead restored = new Checkpoints(store, StateWorkload.LEDGER).headAt(checkpoint);
    double checkpointMs = msSince(startNs);
    startNs = System.nanoTime();
    for (int i = 0; i < TAIL; i++) {
      restored = restored.advance(journal.require(restored.height() + 1));
    }
    double tailMs = msSince(startNs);
    if (!restored.state().root().hex().equals(expected)) {
      throw new IllegalStateException(
          "The restored state has another root than the stored one: that is a fault of wastm.");
    }
    return new Restart(bytesPerKey, checkpointMs, tailMs);
  }

  private void advance() throws ForkException, CorruptRecordException {
    head = StateWorkload.append(journal, head, workload.update(CHANGES));
  }

  private long storedBytes() {
    try (Stream<BlobInfo> blobs = store.list("ledgers/" + StateWorkload.LEDGER + "/checkpoints/")) {
      return blobs.mapToLong(BlobInfo::sizeBytes).sum();
    }
  }

  private static double msSince(long startNs) {
    return (System.nanoTime() - startNs) / NS_PER_MS;
  }

  /** What is reachable. What hangs on cleaners is gone only after the second of two collections. */
  private static long usedHeapBytes() {
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
