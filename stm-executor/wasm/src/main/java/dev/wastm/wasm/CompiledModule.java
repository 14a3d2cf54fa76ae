package dev.wastm.wasm;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.ClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A module's code as JVM classes, with all that instances need beside it: it runs without the file that it was made from. Immutable.
 *
 * @param meteredSize of the instrumented module, in bytes
 * @param trapOffsets as {@link Instrumented} has them
 * @param skeleton the instrumented module without code, and the original one's custom sections
 * @param mainClass the name of the class that is the engine's machine
 * @param classes bytecode by class name; includes the main class
 */
@SuppressWarnings("ArrayRecordComponent")
record CompiledModule(
    int meteredSize,
    GuestInstance.Entry entry,
    int fuelGlobal,
    int[][] trapOffsets,
    byte[] skeleton,
    String mainClass,
    Map<String, byte[]> classes) {

  /** @throws com.dylibso.chicory.wasm.ChicoryException where a function is too large for a method of the JVM */
  static CompiledModule of(GuestModule module) {
    ClassCollector compiled = compile(module.metered());
    Map<String, byte[]> classes = new LinkedHashMap<>();
    lean(compiled)
        .forEach((name, bytes) -> classes.put(name, TrapLines.mark(bytes, module.metered())));
    return new CompiledModule(
        module.meteredSize(),
        module.entry(),
        module.fuelGlobal(),
        module.instrumented().trapOffsets(),
        Skeleton.of(module.instrumented().wasm(), module.wasm()),
        compiled.mainClassName(),
        classes);
  }

  /** The machines of a module that need not be a guest, but has a memory. */
  static Function<Instance, Machine> machine(WasmModule module) {
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
    return classes;
  }

  /** Defines the classes. */
  Blueprint link() {
    WasmModule module = WasmFile.parseValid(skeleton);
    return new Blueprint(
        module,
        Engine.COMPILED,
        new CompiledClasses(classes).machine(mainClass),
        entry,
        fuelGlobal,
        new TrapPlaces(module, module, trapOffsets));
  }

  byte[] encode() {
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
      out.writeUTF(mainClass);
      out.writeInt(classes.size());
      for (Map.Entry<String, byte[]> each : classes.entrySet()) {
        out.writeUTF(each.getKey());
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

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** @param bytes as {@link #encode} made them */
  static CompiledModule decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int meteredSize = in.readInt();
      GuestInstance.Entry entry =
          new GuestInstance.Entry(in.readInt(), in.readInt(), in.readInt(), in.readInt());
      int fuelGlobal = in.readInt();
      int[][] trapOffsets = new int[in.readInt()][];
      for (int i = 0; i < trapOffsets.length; i++) {
        trapOffsets[i] = readNumbers(in);
      }
      byte[] skeleton = read(in);
      String mainClass = in.readUTF();
      int count = in.readInt();
      Map<String, byte[]> classes = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        classes.put(in.readUTF(), read(in));
      }
      return new CompiledModule(
          meteredSize, entry, fuelGlobal, trapOffsets, skeleton, mainClass, classes);
    } catch (IOException e) {
      throw new UncheckedIOException("What was authenticated is not what was written.", e);
    }
  }

  private static int[] readNumbers(DataInputStream in) throws IOException {
    int[] numbers = new int[in.readInt()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readInt();
    }
    return numbers;
  }

  private static byte[] read(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
