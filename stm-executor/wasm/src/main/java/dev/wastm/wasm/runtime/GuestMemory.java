package dev.wastm.wasm.runtime;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import dev.wastm.wasm.trap.GuestTrap;
import dev.wastm.wasm.trap.TrapReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A guest's linear memory, which remembers which granules were written since its initial image was taken, and restores just these. Confined
 * to the thread that runs the instance.
 *
 * <p>Invariant: wherever {@code dirty} is false, {@code base} equals {@code image}; every granule that is dirty is listed in {@code
 * written}. A grown memory is a longer copy; {@link #reset} goes back to {@code base}.
 */
public final class GuestMemory implements Memory {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  /** A kilobyte: an actor's transaction writes a few, and copying one costs less than a host call. */
  private static final int GRANULE_LOG2 = 10;

  private static final int GRANULE_BYTES = 1 << GRANULE_LOG2;

  private final MemoryLimits limits;
  private int pagesMax;
  private byte[] base;
  private byte[] image = new byte[0];
  private byte[] bytes;
  private boolean[] dirty;
  private int[] written;
  private int writtenCount;
  private long[] globals = new long[0];

  /** @param pagesMax how far it may grow, whatever the module declares */
  public GuestMemory(MemoryLimits limits, int pagesMax) {
    this.limits = limits;
    this.pagesMax = pagesMax;
    this.base = new byte[limits.initialPages() * PAGE_SIZE];
    this.bytes = base;
    this.dirty = new boolean[base.length >> GRANULE_LOG2];
    this.written = new int[16];
  }

  /** How far it may grow during the next call, in pages; at least as many as it begins with. */
  void mayGrowTo(int pages) {
    pagesMax = pages;
  }

  /** The instance's globals, where its functions are compiled. */
  long[] globals() {
    return globals;
  }

  /** Makes the present content the initial image. */
  void takeImage() {
    base = bytes;
    image = bytes.clone();
    Arrays.fill(dirty, false);
    writtenCount = 0;
  }

  void reset() {
    bytes = base;
    for (int i = 0; i < writtenCount; i++) {
      int granule = written[i];
      dirty[granule] = false;
      int from = granule << GRANULE_LOG2;
      if (from < image.length) {
        System.arraycopy(image, from, base, from, GRANULE_BYTES);
      }
    }
    writtenCount = 0;
    assert Arrays.equals(base, image) : "what was written is put back";
  }

  private void touch(int address, int size) {
    int first = address >> GRANULE_LOG2;
    int last = (address + size - 1) >> GRANULE_LOG2;
    mark(first);
    if (last != first) {
      for (int granule = first + 1; granule <= last; granule++) {
        mark(granule);
      }
    }
  }

  private void mark(int granule) {
    if (!dirty[granule]) {
      dirty[granule] = true;
      if (writtenCount == written.length) {
        written = Arrays.copyOf(written, writtenCount * 2);
      }
      written[writtenCount++] = granule;
    }
  }

  /** @throws GuestTrap where the range is not inside the memory; both numbers are unsigned */
  void requireInside(int address, int size) {
    if ((address | size) < 0 || size > bytes.length - address) {
      throw outOfBounds();
    }
  }

  private static GuestTrap outOfBounds() {
    return new GuestTrap(TrapReason.MEMORY_OUT_OF_BOUNDS);
  }

  @Override
  public int pages() {
    return bytes.length / PAGE_SIZE;
  }

  @Override
  public int grow(int by) {
    int before = pages();
    if (by < 0 || by > maximumPages() - before) {
      return -1;
    }
    if (by > 0) {
      bytes = Arrays.copyOf(bytes, (before + by) * PAGE_SIZE);
      if (dirty.length < bytes.length >> GRANULE_LOG2) {
        dirty = Arrays.copyOf(dirty, bytes.length >> GRANULE_LOG2);
      }
    }
    return before;
  }

  @Override
  public int initialPages() {
    return limits.initialPages();
  }

  @Override
  public int maximumPages() {
    return Math.min(limits.maximumPages(), pagesMax);
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public void initialize(Instance instance, DataSegment[] segments) {
    globals = CompiledGlobals.initialValues(instance);
    for (DataSegment segment : segments) {
      if (segment instanceof ActiveDataSegment active) {
        int offset =
            (int) ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
        write(offset, active.data(), 0, active.data().length);
      }
    }
  }

  @Override
  public byte read(int address) {
    try {
      return bytes[address];
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public short readShort(int address) {
    try {
      return (short) SHORT.get(bytes, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readU16(int address) {
    return readShort(address) & 0xffffL;
  }

  @Override
  public int readInt(int address) {
    try {
      return (int) INT.get(bytes, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readLong(int address) {
    try {
      return (long) LONG.get(bytes, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public float readFloat(int address) {
    try {
      return (float) FLOAT.get(bytes, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readF32(int address) {
    return readInt(address);
  }

  @Override
  public double readDouble(int address) {
    try {
      return (double) DOUBLE.get(bytes, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  @Override
  public byte[] readBytes(int address, int length) {
    requireInside(address, length);
    return Arrays.copyOfRange(bytes, address, address + length);
  }

  @Override
  public void write(int address, byte[] data, int offset, int size) {
    requireInside(address, size);
    if (size > 0) {
      touch(address, size);
      System.arraycopy(data, offset, bytes, address, size);
    }
  }

  @Override
  public void writeByte(int address, byte data) {
    try {
      bytes[address] = data;
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
    mark(address >> GRANULE_LOG2);
  }

  @Override
  public void writeShort(int address, short data) {
    try {
      SHORT.set(bytes, address, data);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
    touch(address, Short.BYTES);
  }

  @Override
  public void writeI32(int address, int data) {
    try {
      INT.set(bytes, address, data);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
    touch(address, Integer.BYTES);
  }

  @Override
  public void writeLong(int address, long data) {
    try {
      LONG.set(bytes, address, data);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
    touch(address, Long.BYTES);
  }

  @Override
  public void writeF32(int address, float data) {
    try {
      FLOAT.set(bytes, address, data);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
    touch(address, Float.BYTES);
  }

  @Override
  public void writeF64(int address, double data) {
    try {
      DOUBLE.set(bytes, address, data);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
    touch(address, Double.BYTES);
  }

  @Override
  public void fill(byte value, int from, int to) {
    int size = to - from;
    requireInside(from, size);
    if (size > 0) {
      touch(from, size);
      Arrays.fill(bytes, from, to, value);
    }
  }

  @Override
  public void copy(int to, int from, int size) {
    requireInside(from, size);
    requireInside(to, size);
    if (size > 0) {
      touch(to, size);
      System.arraycopy(bytes, from, bytes, to, size);
    }
  }

  @Override
  public void zero() {
    fill((byte) 0, 0, bytes.length);
  }

  @Override
  public void initPassiveSegment(int segment, int to, int offset, int size) {
    throw new UnsupportedOperationException("Modules with memory.init are refused at upload.");
  }

  @Override
  public void drop(int segment) {
    throw new UnsupportedOperationException("Modules with data.drop are refused at upload.");
  }

  @Override
  @Deprecated
  @SuppressWarnings("removal")
  public Object lock(int address) {
    throw new UnsupportedOperationException("Modules with atomics are refused at upload.");
  }

  @Override
  @Deprecated
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    throw new UnsupportedOperationException("Modules with atomics are refused at upload.");
  }

  @Override
  @Deprecated
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    throw new UnsupportedOperationException("Modules with atomics are refused at upload.");
  }

  @Override
  @Deprecated
  @SuppressWarnings("removal")
  public int notify(int address, int maxThreads) {
    throw new UnsupportedOperationException("Modules with atomics are refused at upload.");
  }
}
