package dev.wastm.wasm.abi;

/** A scan of an actor's keys under way, in byte order. Confined to the executing thread, and valid during the call that opened it. */
@FunctionalInterface
public interface StateScan {
  /** What a scan comes to. */
  sealed interface Step {
    /** A key as the guest knows it, with its value. Neither array may be modified. */
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(byte[] key, byte[] value) implements Step {}

    /** A key that was deleted in this batch; the guest is told nothing of it, but pays for the way. */
    record Deleted() implements Step {}

    /** There are no more, now and ever after. */
    record End() implements Step {}
  }

  /** Goes on to the next key that has a value, or that had one. */
  Step next();
}
