package dev.wastm.wasm.runtime;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import java.util.Arrays;

/**
 * The globals of an instance whose functions are compiled, numbers all of them: an array beside its memory, which compiled functions are
 * handed anyway. The engine's own way to a global takes three times the dependent loads, and functions hand on by globals how much fuel is
 * left. Confined to the thread that runs the instance.
 *
 * <p>Compiled code, whose classes are another loader's, calls {@link #read} and {@link #write} by these names.
 */
public final class CompiledGlobals implements Globals {
  private final long[] values;

  private CompiledGlobals(long[] values) {
    this.values = values;
  }

  /** @param instance with a {@link GuestMemory}, which the values are shared with */
  public static CompiledGlobals of(Instance instance) {
    return new CompiledGlobals(((GuestMemory) instance.memory()).globals());
  }

  /** The values that the engine gave the instance's own when it made them. */
  static long[] initialValues(Instance instance) {
    long[] values = new long[instance.module().globalSection().globalCount()];
    Arrays.setAll(values, index -> instance.global(index).getValue());
    return values;
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
    return ((GuestMemory) memory).globals()[index];
  }

  /** @param memory of the instance */
  public static void write(long value, int index, Memory memory) {
    ((GuestMemory) memory).globals()[index] = value;
  }
}
