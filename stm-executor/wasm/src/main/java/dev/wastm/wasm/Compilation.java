package dev.wastm.wasm;

import com.dylibso.chicory.compiler.Cache;
import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.compiler.internal.CompilerResult;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles instrumented modules, or takes their compiled code from where it is kept: code with {@link TrapLines}, either way. Compiled code is
 * what the engine keeps in its cache: an archive of classes. It is written here, between compiling and loading, so that classes are loaded once.
 */
final class Compilation {
  private static final String PROPERTIES = "wasm-module.properties";

  private Compilation() {}

  static Function<Instance, Machine> of(WasmModule metered, Cache kept) {
    String name = Objects.requireNonNullElse(metered.digest(), "");
    try {
      byte[] code = kept.get(name);
      if (code == null) {
        code = compile(metered);
        kept.putIfAbsent(name, code);
      }
      return MachineFactoryCompiler.builder(metered).withCache(new Loaded(code)).compile();
    } catch (IOException e) {
      throw new UncheckedIOException("Compiled code could not be kept.", e);
    }
  }

  private static byte[] compile(WasmModule metered) throws IOException {
    CompilerResult compiled = Compiler.builder(metered)
        .withInterpreterFallback(InterpreterFallback.FAIL)
        .withClassCollectorFactory(ByteClassCollector::new)
        .build()
        .compile();
    Map<String, byte[]> classes = new TreeMap<>(compiled.classBytes());
    classes.replaceAll((name, bytes) -> TrapLines.mark(bytes, metered));
    return archive(compiled.collector().mainClassName(), classes);
  }

  private static byte[] archive(String mainClass, Map<String, byte[]> classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream archive = new ZipOutputStream(bytes)) {
      write(archive, PROPERTIES, ("mainClass=" + mainClass).getBytes(StandardCharsets.ISO_8859_1));
      for (Map.Entry<String, byte[]> each : classes.entrySet()) {
        write(archive, each.getKey().replace('.', '/') + ".class", each.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void write(ZipOutputStream archive, String name, byte[] content)
      throws IOException {
    archive.putNextEntry(new ZipEntry(name));
    archive.write(content);
    archive.closeEntry();
  }

  /** Compiled code on its way to the engine. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Loaded(byte[] code) implements Cache {
    @Override
    public byte @Nullable [] get(String name) {
      return code;
    }

    @Override
    public void putIfAbsent(String name, byte[] compiled) {
      throw new IllegalStateException("The engine compiled again what it was given compiled.");
    }
  }
}
