package dev.wastm.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.NameCustomSection;
import java.util.Optional;

/** What to call a module's functions when speaking to their author: by the name section, where there is one. Immutable. */
final class FunctionNames {
  private static final int NAME_CHARACTERS_MAX = 100;

  private final int imported;
  private final Optional<NameCustomSection> section;

  FunctionNames(WasmModule module) {
    this.imported = module.importSection().count(ExternalType.FUNCTION);
    this.section = Optional.ofNullable(module.nameSection());
  }

  /** @param index among the module's own functions */
  String own(int index) {
    int function = imported + index;
    return "function " + function
        + section
            .map(names -> names.nameOfFunction(function))
            .map(name -> " \"" + printable(name) + "\"")
            .orElse("");
  }

  /** A name may hold anything, and is shown on terminals. */
  static String printable(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .limit(NAME_CHARACTERS_MAX)
        .forEach(each -> text.appendCodePoint(
            Character.isISOControl(each) || !Character.isDefined(each) ? '?' : each));
    return text.toString();
  }
}
