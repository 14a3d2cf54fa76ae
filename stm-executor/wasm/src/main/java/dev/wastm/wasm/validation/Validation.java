package dev.wastm.wasm.validation;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Import;
import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.abi.ModuleLimits;
import dev.wastm.wasm.format.FunctionNames;
import dev.wastm.wasm.format.WasmFile;
import java.util.List;
import java.util.Optional;

/**
 * A file held against the rules of the guest ABI, without running or compiling anything of it.
 *
 * @param module empty where the file could not be parsed
 * @param violations empty where the file keeps all rules
 */
public record Validation(Optional<WasmModule> module, List<Violation> violations) {
  public static Validation of(byte[] wasm, GuestRules rules) {
    ModuleLimits limits = rules.modules();
    Violations violations = new Violations();
    violations.limit("file", "bytes", wasm.length, limits.fileBytes());
    if (violations.isEmpty()) {
      new SizeScan(wasm, limits, violations).check();
    }
    Optional<WasmModule> module =
        violations.isEmpty() ? check(wasm, limits, violations) : Optional.empty();
    return new Validation(module, violations.toList());
  }

  /** A parser of hostile bytes may fail in any way, and leave more to fail on: whatever is thrown, the file is at fault. */
  private static Optional<WasmModule> check(
      byte[] wasm, ModuleLimits limits, Violations violations) {
    try {
      WasmModule module = WasmFile.parse(wasm);
      new InterfaceRules(module, limits, violations).check();
      new ModuleRules(module, limits, violations).check();
      new CodeRules(wasm, module, limits, new FunctionNames(module), violations).check();
      return Optional.of(module);
    } catch (ChicoryException e) {
      violations.add(
          "file", "It is not a well-formed and valid WebAssembly module: " + e.getMessage() + ".");
    } catch (RuntimeException | AssertionError e) {
      violations.add("file", "It is not a well-formed and valid WebAssembly module.");
    } catch (StackOverflowError e) {
      violations.add("file", "Its blocks are nested too deeply.");
    }
    return Optional.empty();
  }

  public static String name(Import each) {
    return FunctionNames.printable(each.module() + "." + each.name());
  }
}
