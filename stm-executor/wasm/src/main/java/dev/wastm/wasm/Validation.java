package dev.wastm.wasm;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Import;
import java.util.List;
import java.util.Optional;

/**
 * A file held against the rules of the guest ABI, without running or compiling anything of it.
 *
 * @param module empty where the file could not be parsed
 * @param violations empty where the file keeps all rules
 */
record Validation(Optional<WasmModule> module, List<Violation> violations) {
  static Validation of(byte[] wasm) {
    Violations violations = new Violations();
    violations.limit("file", "bytes", wasm.length, GuestLimits.MODULE_BYTES_MAX);
    if (violations.isEmpty()) {
      new SizeScan(wasm, violations).check();
    }
    Optional<WasmModule> module = violations.isEmpty() ? check(wasm, violations) : Optional.empty();
    return new Validation(module, violations.toList());
  }

  /** A parser of hostile bytes may fail in any way, and leave more to fail on: whatever is thrown, the file is at fault. */
  private static Optional<WasmModule> check(byte[] wasm, Violations violations) {
    try {
      WasmModule module = WasmFile.parse(wasm);
      new InterfaceRules(module, violations).check();
      new ModuleRules(module, violations).check();
      new CodeRules(wasm, module, new FunctionNames(module), violations).check();
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

  static String name(Import each) {
    return FunctionNames.printable(each.module() + "." + each.name());
  }
}
