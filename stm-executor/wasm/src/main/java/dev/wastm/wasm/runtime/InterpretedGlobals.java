package dev.wastm.wasm.runtime;

import com.dylibso.chicory.runtime.Instance;

/** The globals that the interpreter works on. */
public record InterpretedGlobals(Instance instance) implements Globals {
  @Override
  public long get(int index) {
    return instance.global(index).getValue();
  }

  @Override
  public void set(int index, long value) {
    instance.global(index).setValue(value);
  }
}
