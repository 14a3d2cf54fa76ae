package dev.wastm.stm;

import java.util.List;

/**
 * Executes blocks optimistically on several threads: Block-STM (Gelashvili et al., "Block-STM: Scaling Blockchain Execution by Turning
 * Ordering Curse to a Performance Blessing", arXiv 2203.06871). The outcome is that of {@link SequentialExecutor}. Thread-safe; keep one and
 * use it for many blocks.
 */
public final class BlockStm implements BlockExecutor {
  /** Address space, not memory: room for deep recursion in transactions, decided by their own limits and not by the stack. */
  public static final long STACK_SIZE_BYTES_DEFAULT = 256L * 1024 * 1024;

  private final ExecutorThreads threads;

  private BlockStm(Builder builder) {
    this.threads = new ExecutorThreads("block-stm", builder.threads, builder.stackSizeBytes);
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public <K, V, R> BlockResult<K, V, R> execute(
      List<? extends Transaction<K, V, R>> block, Snapshot<K, V> base) {
    ParallelRun<K, V, R> run = new ParallelRun<>(block, base);
    threads.runOnAll(run::work);
    return run.result();
  }

  @Override
  public void close() {
    threads.close();
  }

  /** What a Block-STM executor may be told. */
  public static final class Builder {
    private int threads = Runtime.getRuntime().availableProcessors();
    private long stackSizeBytes = STACK_SIZE_BYTES_DEFAULT;

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

    public BlockStm build() {
      return new BlockStm(this);
    }
  }
}
