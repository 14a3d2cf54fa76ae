package dev.wastm.wasm;

import com.dylibso.chicory.compiler.Cache;
import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compiles instrumented modules, or takes their compiled code from where it is kept: code with {@link TrapLines}, either way. */
final class Compilation {
  private Compilation() {}

  static Function<Instance, Machine> of(WasmModule metered, Cache kept) {
    String name = Objects.requireNonNullElse(metered.digest(), "");
    try {
      byte[] code = kept.get(name);
      if (code == null) {
        code = TrapLines.mark(compile(metered), metered);
        kept.putIfAbsent(name, code);
      }
      return machine(metered, new Held(code));
    } catch (IOException e) {
      throw new UncheckedIOException("Compiled code could not be kept.", e);
    }
  }

  private static byte[] compile(WasmModule metered) {
    Held code = new Held(null);
    machine(metered, code);
    return Objects.requireNonNull(code.bytes, "The engine gives away what it compiled.");
  }

  private static Function<Instance, Machine> machine(WasmModule metered, Held code) {
    return MachineFactoryCompiler.builder(metered)
        .withInterpreterFallback(InterpreterFallback.FAIL)
        .withCache(code)
        .compile();
  }

  /** Compiled code on its way from the engine or to it. Confined to one thread. */
  private static final class Held implements Cache {
    private byte @Nullable [] bytes;

    Held(byte @Nullable [] bytes) {
      this.bytes = bytes;
    }

    @Override
    public byte @Nullable [] get(String name) {
      return bytes;
    }

    @Override
    public void putIfAbsent(String name, byte[] code) {
      bytes = code;
    }
  }
}
