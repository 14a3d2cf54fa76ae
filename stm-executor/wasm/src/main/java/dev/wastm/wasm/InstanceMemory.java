package dev.wastm.wasm;

/** How much memory an executing thread takes for guests, as the limits allow it. */
public final class InstanceMemory {
  private static final long PAGE_BYTES = 64 * 1024;

  private InstanceMemory() {}

  /** What a call and all that are nested in it take, each with an instance of its own: its memory and its initial image. In bytes. */
  public static long chainBytesMax() {
    long instance =
        (GuestLimits.MEMORY_PAGES_MAX + GuestLimits.MEMORY_PAGES_INITIAL_MAX) * PAGE_BYTES;
    return (1 + GuestLimits.NESTED_CALLS_MAX) * instance;
  }

  /** What one transaction may write, in bytes. */
  public static long writtenBytesMax() {
    return GuestLimits.WRITTEN_BYTES_MAX;
  }
}
