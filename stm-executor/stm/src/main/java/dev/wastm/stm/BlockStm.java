package dev.wastm.stm;

import java.util.List;

/**
 * Executes blocks optimistically on several threads: Block-STM (Gelashvili et al., "Block-STM: Scaling Blockchain Execution by Turning
 * Ordering Curse to a Performance Blessing", arXiv 2203.06871). The outcome is that of {@link SequentialExecutor}. Keep one and use it for
 * many blocks; its threads sleep meanwhile.
 */
public final class BlockStm implements BlockExecutor {
  /** Address space, not memory: room for deep recursion in transactions, decided by their own limits and not by the stack. */
  public static final long STACK_SIZE_BYTES_DEFAULT = 256L * 1024 * 1024;

  /** About as long as it takes to put a thread to sleep and wake it. */
  private static final int SPINS_MAX = 1_000;

  private final ExecutorThreads threads;
  private final boolean adaptive;
  private final boolean keepsConflicts;

  private BlockStm(Builder builder) {
    this.threads = new ExecutorThreads("block-stm", builder.threads, builder.stackSizeBytes);
    this.adaptive = builder.adaptive;
    this.keepsConflicts = builder.keepsConflicts;
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public <K, V, R> BlockResult<K, V, R> execute(
      List<? extends TransactionBody<K, V, R>> block,
      Snapshot<K, V> base,
      CommitListener<R> listener,
      Cancellation cancellation) {
    return threads.lead(cancellation, () -> {
      Block<K, V, R> run = new Block<>(block, base, listener, cancellation);
      if (adaptive) {
        lead(run);
      } else {
        while (run.committed() < run.size()) {
          runInParallel(run, run.size() - run.committed(), threads.count());
        }
      }
      return run.result();
    });
  }

  private <K, V, R> void lead(Block<K, V, R> block) {
    // More threads than processors only get into each other's way, as measured.
    int useful = Math.min(threads.count(), Runtime.getRuntime().availableProcessors());
    AdaptivePolicy policy = new AdaptivePolicy(useful);
    while (block.committed() < block.size()) {
      int length = Math.min(policy.length(), block.size() - block.committed());
      int before = block.committed();
      long startNs = System.nanoTime();
      if (policy.isParallel()) {
        runInParallel(block, length, useful);
      } else {
        SequentialSegment.run(block, length);
      }
      policy.ended(block.committed() - before, System.nanoTime() - startNs);
    }
  }

  /** Executes the next transactions, or fewer of them where they need much memory, but at least one. */
  private <K, V, R> void runInParallel(Block<K, V, R> block, int length, int on) {
    ParallelSegment<K, V, R> segment =
        new ParallelSegment<>(block, length, spinsMax(on), keepsConflicts);
    threads.run(on, segment);
    segment.finish();
  }

  /** A thread that spins where there is no processor for it keeps another from working. */
  private static int spinsMax(int on) {
    return on <= Runtime.getRuntime().availableProcessors() ? SPINS_MAX : 0;
  }

  @Override
  public void close() {
    threads.close();
  }

  /** What a Block-STM executor may be told. */
  public static final class Builder {
    private int threads = Runtime.getRuntime().availableProcessors();
    private long stackSizeBytes = STACK_SIZE_BYTES_DEFAULT;
    private boolean adaptive = true;
    private boolean keepsConflicts;

    private Builder() {}

    /** How many threads execute, from 1; the number of processors unless said. */
    public Builder threads(int count) {
      if (count < 1) {
        throw new IllegalArgumentException(
            "A block executor needs at least one thread, not " + count + ".");
      }
      this.threads = count;
      return this;
    }

    /** The size of each thread's stack in bytes; {@link #STACK_SIZE_BYTES_DEFAULT} unless said. */
    public Builder stackSizeBytes(long bytes) {
      this.stackSizeBytes = bytes;
      return this;
    }

    /** Whether segments of a block may run sequentially, or on no more threads than there are processors, where that is faster; yes unless said. */
    public Builder adaptive(boolean mayRunOneByOne) {
      this.adaptive = mayRunOneByOne;
      return this;
    }

    /** Whether {@link BlockResult#conflicts} tells who aborted whom; no unless said. */
    public Builder keepConflicts(boolean keep) {
      this.keepsConflicts = keep;
      return this;
    }

    public BlockStm build() {
      return new BlockStm(this);
    }
  }
}
