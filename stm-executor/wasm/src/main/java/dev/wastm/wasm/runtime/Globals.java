package dev.wastm.wasm.runtime;

/** An instance's globals by index, wherever its engine keeps them. Confined to the thread that runs the instance. */
public interface Globals {
  long get(int index);

  void set(int index, long value);
}
