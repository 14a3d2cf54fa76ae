package dev.wastm.wasm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The scans that one call has open, by their handles, which count from 0 and are not used again. Confined to the thread that runs the call. */
final class Scans {
  private static final byte[] END = new byte[0];

  private final List<Optional<Open>> scans = new ArrayList<>();
  private int open;

  /** A scan, and the entry that the guest had no room for. */
  private static final class Open {
    private final StateScan scan;
    private Optional<byte[]> pending = Optional.empty();

    Open(StateScan scan) {
      this.scan = scan;
    }
  }

  void begin() {
    scans.clear();
    open = 0;
  }

  /** Asked before {@link #add}. */
  void requireRoom() {
    if (open == GuestLimits.OPEN_SCANS_MAX || scans.size() == GuestLimits.SCANS_MAX) {
      throw new GuestTrap(
          TrapReason.LIMIT,
          "The guest opened more than " + GuestLimits.SCANS_MAX + " scans, or "
              + GuestLimits.OPEN_SCANS_MAX + " at once.");
    }
  }

  int add(StateScan scan) {
    scans.add(Optional.of(new Open(scan)));
    open++;
    return scans.size() - 1;
  }

  void close(int handle) {
    open(handle);
    scans.set(handle, Optional.empty());
    open--;
  }

  /** The next entry as the guest gets it, not consumed yet; empty at the end. */
  Optional<byte[]> peek(int handle) {
    Open scan = open(handle);
    if (scan.pending.isEmpty()) {
      scan.pending = Optional.of(scan.scan.next().map(Scans::encode).orElse(END));
    }
    return scan.pending.filter(entry -> entry != END);
  }

  void consume(int handle) {
    open(handle).pending = Optional.empty();
  }

  private Open open(int handle) {
    Optional<Open> scan =
        handle < 0 || handle >= scans.size() ? Optional.empty() : scans.get(handle);
    return scan.orElseThrow(() -> new GuestTrap(
        TrapReason.HOST_CALL,
        "The guest used " + Integer.toUnsignedString(handle) + " as the handle of a scan; none is"
            + " open under it."));
  }

  private static byte[] encode(StateScan.Entry entry) {
    return ByteBuffer.allocate(2 * Integer.BYTES + entry.key().length + entry.value().length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(entry.key().length)
        .put(entry.key())
        .putInt(entry.value().length)
        .put(entry.value())
        .array();
  }
}
