package dev.wastm.ledger.execution;

import dev.wastm.ledger.module.Modules;
import dev.wastm.ledger.protocol.BatchLimits;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.wasm.abi.CallLimits;

/**
 * How much heap a worker needs, beside the states of its ledgers, to survive what a protocol allows:
 *
 * <pre>
 * need = (JVM + engine + threads × thread + batch) × h / (h - 1),  1 / h being the modules' share of the heap
 * engine = the keys and reads that Block-STM keeps before it begins anew
 * thread = the memories of a chain of nested calls with their images, and what one transaction may write, twice: in the guest's host and encoded
 * batch = the input, as it is read and as transactions + what all transactions may leave, as values, receipts, changes and journal entry
 * </pre>
 */
public final class HeapNeed {
  /** Classes, Temporal's client, logs, checkpoints' buffers. */
  private static final long JVM_BYTES = 192L << 20;

  /** Some 260 000 keys of up to 400 bytes with all that is known of them, and 4 million reads; see docs/stm.md. */
  private static final long ENGINE_BYTES = 256L << 20;

  /** As it is read, and as transactions with their canonical bytes. */
  private static final int INPUT_COPIES = 3;

  /** As values, as receipts or changes, and as the journal entry, which is joined once more while it is encoded. */
  private static final int OUTPUT_COPIES = 4;

  private static final int WRITE_COPIES = 2;
  private static final long PAGE_BYTES = 64 * 1024;

  private HeapNeed() {}

  /** In bytes, beside the states of the ledgers. */
  public static long bytes(ExecutionOptions options, Protocol protocol) {
    BatchLimits limits = protocol.batch();
    long output = limits.leftBytes() + (long) limits.transactions() * limits.smallBytes();
    long batch = (long) INPUT_COPIES * limits.inputBytes() + OUTPUT_COPIES * output;
    long rest = JVM_BYTES + ENGINE_BYTES + options.threads() * threadBytes(protocol) + batch;
    return rest / (Modules.HEAP_PART - 1) * Modules.HEAP_PART;
  }

  private static long threadBytes(Protocol protocol) {
    CallLimits calls = protocol.guest().calls();
    long images = (1L + calls.nestedCalls()) * protocol.guest().modules().initialPages();
    return (calls.transactionPages() + images) * PAGE_BYTES
        + (long) WRITE_COPIES * calls.writtenBytes();
  }

  /** In MiB, rounded up, as {@code -Xmx} takes it. */
  public static long mebibytes(ExecutionOptions options, Protocol protocol) {
    return (bytes(options, protocol) >> 20) + 1;
  }
}
