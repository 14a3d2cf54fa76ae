package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.Limits;
import dev.wastm.ledger.module.Modules;
import dev.wastm.wasm.InstanceMemory;

/**
 * How much heap a worker needs, beside the states of its ledgers, to survive what the limits allow:
 *
 * <pre>
 * need = (JVM + threads × thread + batch) × h / (h - 1),  1 / h being the modules' share of the heap
 * thread = the memories and images of a chain of nested calls, and what one transaction may write, twice: in the guest's host and encoded
 * batch = the input, as it is read and as transactions + what all transactions may leave, as values, receipts, changes and journal entry
 * </pre>
 */
public final class HeapNeed {
  /** Classes, Temporal's client, logs, checkpoints' buffers. */
  private static final long JVM_BYTES = 192L << 20;

  /** As it is read, and as transactions with their canonical bytes. */
  private static final int INPUT_COPIES = 3;

  /** As values, as receipts or changes, and as the journal entry, which is joined once more while it is encoded. */
  private static final int OUTPUT_COPIES = 4;

  private static final int WRITE_COPIES = 2;

  private HeapNeed() {}

  /** In bytes, beside the states of the ledgers. */
  public static long bytes(ExecutionOptions options) {
    long thread = InstanceMemory.chainBytesMax() + WRITE_COPIES * InstanceMemory.writtenBytesMax();
    long output = Limits.BATCH_BYTES_MAX
        + (long) Limits.BATCH_TRANSACTIONS_MAX * Limits.SMALL_TRANSACTION_BYTES;
    long batch = (long) INPUT_COPIES * Limits.INPUT_BYTES_MAX + OUTPUT_COPIES * output;
    long rest = JVM_BYTES + options.threads() * thread + batch;
    return rest / (Modules.HEAP_PART - 1) * Modules.HEAP_PART;
  }

  /** In MiB, rounded up, as {@code -Xmx} takes it. */
  public static long mebibytes(ExecutionOptions options) {
    return (bytes(options) >> 20) + 1;
  }
}
