package dev.wastm.wasm;

import com.dylibso.chicory.runtime.Instance;

/** An instance's globals by index, wherever its engine keeps them. Confined to the thread that runs the instance. */
interface Globals {
  long get(int index);

  void set(int index, long value);

  /** Those that the interpreter works on. */
  static Globals interpreted(Instance instance) {
    return new Globals() {
      @Override
      public long get(int index) {
        return instance.global(index).getValue();
      }

      @Override
      public void set(int index, long value) {
        instance.global(index).setValue(value);
      }
    };
  }
}
