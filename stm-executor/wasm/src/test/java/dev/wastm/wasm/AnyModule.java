package dev.wastm.wasm;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import dev.wastm.wasm.metering.UnsignedComparisons;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.validation.Validation;
import dev.wastm.wasm.validation.Violation;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Modules that are no guests, and may still be made of nothing but what guests may be made of. */
final class AnyModule {
  /** The specification's tests grow a memory to 803 pages. */
  private static final int PAGES_MAX = 1_000;

  private AnyModule() {}

  static BareModule on(Engine engine, byte[] wasm, UnsignedComparisons comparisons) {
    BareModule.Form form =
        engine == Engine.COMPILED ? BareModule.Form.METERED : BareModule.Form.INTERPRETED;
    return new BareModule(wasm, form, comparisons, Epoch.RULES, PAGES_MAX);
  }

  /** Whether nothing is wrong with a module but its size and its interface, of which it may import functions of one module. */
  static boolean isInProfile(byte[] wasm, String imported) {
    return importsFunctionsOnly(wasm, imported)
        && otherViolations(wasm, imported).isEmpty();
  }

  private static List<Violation> otherViolations(byte[] wasm, String imported) {
    return wrong(wasm, imported)
        .filter(violation -> !violation.problem().contains("the limit is"))
        .toList();
  }

  /** What is wrong with a module, beside that it is no guest. */
  static Stream<Violation> wrong(byte[] wasm, String imported) {
    return Validation.of(wasm, Epoch.RULES).violations().stream()
        .filter(violation -> Stream.of(
                "The host offers no function " + imported + ".",
                "is not exported.",
                "must have the type",
                "A memory of the module's own must be exported")
            .noneMatch(violation.problem()::contains));
  }

  private static boolean importsFunctionsOnly(byte[] wasm, String imported) {
    if (Validation.of(wasm, Epoch.RULES).module().isEmpty()) {
      return otherViolations(wasm, imported).isEmpty();
    }
    WasmModule module = Parser.parse(wasm);
    return IntStream.range(0, module.importSection().importCount())
        .mapToObj(i -> module.importSection().getImport(i))
        .allMatch(
            each -> each.importType() == ExternalType.FUNCTION && each.module().equals(imported));
  }
}
