package dev.wastm.wasm.runtime;

import dev.wastm.wasm.abi.StateScan;
import dev.wastm.wasm.trap.GuestTrap;
import dev.wastm.wasm.trap.TrapReason;
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
  static final class Open {
    private final StateScan scan;
    private Optional<byte[]> pending = Optional.empty();

    private Open(StateScan scan) {
      this.scan = scan;
    }

    /**
     * The next entry as the guest gets it, not consumed yet; empty at the end.
     *
     * @param toll told of each key that the scan comes to, before it goes on; may end the call
     */
    Optional<byte[]> peek(Toll toll) {
      if (pending.isEmpty()) {
        pending = Optional.of(advance(toll));
      }
      return pending.filter(entry -> entry != END);
    }

    private byte[] advance(Toll toll) {
      while (true) {
        StateScan.Step step = scan.next();
        if (step instanceof StateScan.Step.Entry entry) {
          byte[] encoded = encode(entry);
          toll.visited(encoded.length);
          return encoded;
        } else if (step instanceof StateScan.Step.End) {
          return END;
        }
        toll.visited(0);
      }
    }

    void consume() {
      pending = Optional.empty();
    }
  }

  /** What a key costs that a scan comes to. */
  @FunctionalInterface
  interface Toll {
    /** @param bytes of its entry as the guest gets it; 0 where it is deleted */
    void visited(int bytes);
  }

  void begin() {
    scans.clear();
    open = 0;
  }

  int openCount() {
    return open;
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

  Open open(int handle) {
    Optional<Open> scan =
        handle < 0 || handle >= scans.size() ? Optional.empty() : scans.get(handle);
    return scan.orElseThrow(
        () -> new GuestTrap(TrapReason.NO_SUCH_SCAN, Integer.toUnsignedLong(handle)));
  }

  private static byte[] encode(StateScan.Step.Entry entry) {
    return ByteBuffer.allocate(2 * Integer.BYTES + entry.key().length + entry.value().length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(entry.key().length)
        .put(entry.key())
        .putInt(entry.value().length)
        .put(entry.value())
        .array();
  }
}
