package dev.wastm.wasm;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import java.util.Arrays;

/**
 * The globals of an instance whose functions are compiled: an array beside its memory, which compiled functions are handed anyway. The
 * engine's own way to a global takes three times the dependent loads, and functions hand on by globals how much fuel is left. Confined to the
 * thread that runs the instance.
 *
 * <p>Public only because compiled code, whose classes are another loader's, calls {@link #read}, {@link #readReference} and {@link #write}.
 */
public final class CompiledGlobals implements Globals {
  static final CompiledGlobals NONE = new CompiledGlobals(new long[0]);

  private final long[] values;

  private CompiledGlobals(long[] values) {
    this.values = values;
  }

  /** They begin with the values that the engine gave the instance's own. */
  static CompiledGlobals of(Instance instance) {
    long[] values = new long[instance.module().globalSection().globalCount()];
    Arrays.setAll(values, index -> instance.global(index).getValue());
    return new CompiledGlobals(values);
  }

  @Override
  public long get(int index) {
    return values[index];
  }

  @Override
  public void set(int index, long value) {
    values[index] = value;
  }

  /** @param memory of the instance */
  public static long read(int index, Memory memory) {
    return ((GuestMemory) memory).globals().values[index];
  }

  /** @param memory of the instance */
  public static int readReference(int index, Memory memory) {
    return (int) read(index, memory);
  }

  /** @param memory of the instance */
  public static void write(long value, int index, Memory memory) {
    ((GuestMemory) memory).globals().values[index] = value;
  }
}
