package dev.wastm.wasm.compiler;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.ClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import dev.wastm.wasm.abi.EntryPoints;
import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.format.WasmFile;
import dev.wastm.wasm.metering.InstrumentedModule;
import dev.wastm.wasm.runtime.Blueprint;
import dev.wastm.wasm.runtime.CompiledGlobals;
import dev.wastm.wasm.trap.TrapPoints;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A module's code as JVM classes, with all that instances need beside it: it runs without the file that it was made from. Immutable.
 *
 * @param meteredSize of the instrumented module, in bytes
 * @param trapOffsets as {@link InstrumentedModule} has them
 * @param skeleton what {@link Skeleton#of} makes of the instrumented module
 * @param mainClass the name of the class that is the engine's machine
 * @param classes bytecode by class name; includes the main class
 */
@SuppressWarnings("ArrayRecordComponent")
public record CompiledModule(
    int meteredSize,
    EntryPoints entry,
    int fuelGlobal,
    int[][] trapOffsets,
    byte[] skeleton,
    String mainClass,
    Map<String, byte[]> classes) {

  /** @throws com.dylibso.chicory.wasm.ChicoryException where a function is too large for a method of the JVM */
  public static CompiledModule of(InstrumentedModule module) {
    ClassCollector compiled = compile(module.parsed());
    Map<String, byte[]> classes = new LinkedHashMap<>();
    lean(compiled)
        .forEach((name, bytes) -> classes.put(name, TrapLines.mark(bytes, module.parsed())));
    return new CompiledModule(
        module.wasm().length,
        module.entry(),
        module.fuelGlobal(),
        module.trapOffsets(),
        Skeleton.of(module.wasm(), module.parsed()),
        compiled.mainClassName(),
        classes);
  }

  /** The machines of a module that need not be a guest, but has a memory. */
  public static Function<Instance, Machine> machine(WasmModule module) {
    ClassCollector compiled = compile(module);
    return new CompiledClasses(lean(compiled)).machine(compiled.mainClassName());
  }

  private static ClassCollector compile(WasmModule module) {
    return Compiler.builder(module)
        .withInterpreterFallback(InterpreterFallback.FAIL)
        .withClassCollectorFactory(ByteClassCollector::new)
        .build()
        .compile()
        .collector();
  }

  private static Map<String, byte[]> lean(ClassCollector compiled) {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    compiled
        .classBytes()
        .forEach((name, bytes) -> classes.put(name.replace('/', '.'), LeanCode.of(bytes)));
    return TreeShaking.of(classes);
  }

  /** Defines the classes. */
  public Blueprint link(GuestRules rules) {
    WasmModule module = WasmFile.parseValid(skeleton);
    return new Blueprint(
        module,
        new CompiledClasses(classes).machine(mainClass),
        CompiledGlobals::of,
        entry,
        fuelGlobal,
        new TrapPoints(module, trapOffsets),
        rules);
  }

  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(meteredSize);
      out.writeInt(entry.alloc());
      out.writeInt(entry.execute());
      out.writeInt(entry.outputLength());
      out.writeInt(entry.initialize());
      out.writeInt(fuelGlobal);
      out.writeInt(trapOffsets.length);
      for (int[] offsets : trapOffsets) {
        write(out, offsets);
      }
      write(out, skeleton);
      write(out, mainClass);
      out.writeInt(classes.size());
      for (Map.Entry<String, byte[]> each : classes.entrySet()) {
        write(out, each.getKey());
        write(out, each.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does no I/O.", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, int[] numbers) throws IOException {
    out.writeInt(numbers.length);
    for (int number : numbers) {
      out.writeInt(number);
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    write(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** @param bytes as {@link #encode} made them */
  public static CompiledModule decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int meteredSize = in.getInt();
    EntryPoints entry = new EntryPoints(in.getInt(), in.getInt(), in.getInt(), in.getInt());
    int fuelGlobal = in.getInt();
    int[][] trapOffsets = new int[in.getInt()][];
    for (int i = 0; i < trapOffsets.length; i++) {
      trapOffsets[i] = readNumbers(in);
    }
    byte[] skeleton = readBytes(in);
    String mainClass = readText(in);
    int count = in.getInt();
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      classes.put(readText(in), readBytes(in));
    }
    return new CompiledModule(
        meteredSize, entry, fuelGlobal, trapOffsets, skeleton, mainClass, classes);
  }

  /** At once: one by one, they would take as long as everything else, in a JVM that has compiled nothing yet. */
  private static int[] readNumbers(ByteBuffer in) {
    int[] numbers = new int[in.getInt()];
    in.asIntBuffer().get(numbers);
    in.position(in.position() + numbers.length * Integer.BYTES);
    return numbers;
  }

  private static String readText(ByteBuffer in) {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static byte[] readBytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }
}
