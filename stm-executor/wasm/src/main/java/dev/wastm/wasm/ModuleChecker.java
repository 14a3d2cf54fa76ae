package dev.wastm.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.crypto.Sha256;
import dev.wastm.wasm.format.FunctionNames;
import dev.wastm.wasm.metering.UnsignedComparisons;
import dev.wastm.wasm.trap.CompiledFrames;
import dev.wastm.wasm.validation.Features;
import dev.wastm.wasm.validation.InvalidModuleException;
import dev.wastm.wasm.validation.Validation;
import dev.wastm.wasm.validation.Violation;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.objectweb.asm.MethodTooLargeException;

/** Checks files before they are published: against the rules of the guest ABI, and by compiling and instantiating them. Thread-safe. */
public final class ModuleChecker {
  private ModuleChecker() {}

  /** Never throws for what is wrong with the file: that is what the report is for. */
  public static ModuleReport check(byte[] wasm, GuestRules rules) {
    Validation validation = Validation.of(wasm, rules);
    if (validation.module().isEmpty()) {
      return report(wasm, validation.violations());
    }
    WasmModule module = validation.module().get();
    if (!validation.violations().isEmpty()) {
      return report(wasm, module, 0, validation.violations());
    }
    try {
      // The larger form, so that every JVM accepts the same modules.
      GuestModule guest = GuestModule.of(wasm, UnsignedComparisons.WIDENED, rules);
      ExecutableModule.prepare(guest, Engine.COMPILED);
      return report(wasm, module, guest.meteredSize(), List.of());
    } catch (InvalidModuleException e) {
      return report(wasm, module, 0, e.violations());
    } catch (RuntimeException e) {
      return report(wasm, module, 0, List.of(tooLargeToCompile(module, e)));
    }
  }

  /** @throws InvalidModuleException where {@link #check} finds violations */
  public static void requireValid(byte[] wasm, GuestRules rules) throws InvalidModuleException {
    List<Violation> violations = check(wasm, rules).violations();
    if (!violations.isEmpty()) {
      throw new InvalidModuleException(violations);
    }
  }

  /** What the engine's compiler could only leave to the interpreter, it refuses. */
  private static Violation tooLargeToCompile(WasmModule module, RuntimeException e) {
    if (e.getCause() instanceof MethodTooLargeException method) {
      int function = CompiledFrames.function(method.getMethodName());
      return new Violation(
          new FunctionNames(module).of(function),
          "It becomes a method of " + method.getCodeSize()
              + " bytes of the JVM's code; the limit is 65535. Split it.");
    }
    return new Violation(
        "code", "It cannot be compiled; split its largest functions: " + e.getMessage());
  }

  private static ModuleReport report(byte[] wasm, List<Violation> violations) {
    return new ModuleReport(
        sha256(wasm), wasm.length, List.of(), List.of(), List.of(), 0, 0, 0, 0, "", 0, violations);
  }

  private static ModuleReport report(
      byte[] wasm, WasmModule module, int meteredBytes, List<Violation> violations) {
    FunctionNames names = new FunctionNames(module);
    int largest = largestFunction(module);
    return new ModuleReport(
        sha256(wasm),
        wasm.length,
        exports(module),
        imports(module),
        Features.used(module),
        memoryPages(module),
        tableEntries(module),
        module.functionSection().functionCount(),
        largest < 0 ? 0 : instructions(module, largest),
        largest < 0 ? "" : names.own(largest),
        meteredBytes,
        violations);
  }

  private static List<String> exports(WasmModule module) {
    return IntStream.range(0, module.exportSection().exportCount())
        .mapToObj(
            i -> FunctionNames.printable(module.exportSection().getExport(i).name()))
        .toList();
  }

  private static List<String> imports(WasmModule module) {
    return IntStream.range(0, module.importSection().importCount())
        .mapToObj(i -> Validation.name(module.importSection().getImport(i)))
        .toList();
  }

  private static int memoryPages(WasmModule module) {
    return module
        .memorySection()
        .filter(section -> section.memoryCount() > 0)
        .map(section -> section.getMemory(0).limits())
        .map(MemoryLimits::initialPages)
        .orElse(0);
  }

  private static long tableEntries(WasmModule module) {
    return IntStream.range(0, module.tableSection().tableCount())
        .mapToLong(i -> module.tableSection().getTable(i).limits().min())
        .sum();
  }

  /** An index among the module's own functions; negative where there is none. */
  private static int largestFunction(WasmModule module) {
    int largest = -1;
    for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
      if (largest < 0 || instructions(module, i) > instructions(module, largest)) {
        largest = i;
      }
    }
    return largest;
  }

  private static int instructions(WasmModule module, int function) {
    FunctionBody body = module.codeSection().getFunctionBody(function);
    return body.instructions().size();
  }

  private static String sha256(byte[] wasm) {
    return HexFormat.of().formatHex(Sha256.of(wasm));
  }
}
