package dev.wastm.wasm;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import dev.wastm.wasm.format.FunctionNames;
import dev.wastm.wasm.format.SourceMap;
import dev.wastm.wasm.format.WasmFile;
import dev.wastm.wasm.trap.TrapPlace;
import java.util.Optional;

/**
 * Puts into words where a guest trapped, for its author: by the names and the source map that the module's file holds, where it does. No
 * outcome depends on it. Immutable, thread-safe.
 */
public final class ModulePlaces {
  private static final ModulePlaces NAMELESS = new ModulePlaces(Optional.empty());

  private final Optional<Words> words;

  private record Words(FunctionNames names, Optional<SourceMap> sources) {}

  private ModulePlaces(Optional<Words> words) {
    this.words = words;
  }

  /** Of a module's file, from which nothing but names and lines is taken; of one that cannot be read, numbers alone. */
  public static ModulePlaces of(byte[] wasm) {
    try {
      WasmModule module = WasmFile.parseNames(wasm);
      return new ModulePlaces(
          Optional.of(new Words(new FunctionNames(module), SourceMap.within(module))));
    } catch (ChicoryException | IndexOutOfBoundsException e) {
      return NAMELESS;
    }
  }

  /** Of a module whose file is not at hand: numbers alone. */
  public static ModulePlaces nameless() {
    return NAMELESS;
  }

  /** As {@code function 25 "pay", offset 6206, at examples/bank/bank.ts:5:10}. */
  public String describe(TrapPlace place) {
    String function = words
        .map(known -> known.names().of(place.function()))
        .orElse("function " + place.function());
    return function + ", offset " + place.offset()
        + words
            .flatMap(Words::sources)
            .flatMap(map -> map.lineAt(place.offset()))
            .map(line -> ", at " + line)
            .orElse("");
  }
}
