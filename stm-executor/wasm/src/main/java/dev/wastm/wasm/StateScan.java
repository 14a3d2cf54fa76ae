package dev.wastm.wasm;

import java.util.Optional;

/** A scan of an actor's keys under way, in byte order. Confined to the executing thread, and valid during the call that opened it. */
@FunctionalInterface
public interface StateScan {
  /** A key as the guest knows it, with its value. Neither array may be modified. */
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(byte[] key, byte[] value) {}

  /** The next entry; empty at the end, and ever after. */
  Optional<Entry> next();
}
