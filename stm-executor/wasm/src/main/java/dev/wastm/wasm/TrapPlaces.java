package dev.wastm.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts into words where a guest trapped: a function of the module's file alone, so that every engine and machine says the same. Thread-safe. */
final class TrapPlaces {
  private final TrapPoints points;
  private final Supplier<WasmModule> original;

  /** Read when a guest traps for the first time; threads that race to do so read the same. */
  private volatile Optional<Words> words = Optional.empty();

  private record Words(FunctionNames names, Optional<SourceMap> sources) {}

  /** @param original of which the custom sections are looked at, and the number of imports; asked for when a guest traps */
  TrapPlaces(Supplier<WasmModule> original, WasmModule metered, int[][] trapOffsets) {
    this.points = new TrapPoints(metered, trapOffsets);
    this.original = original;
  }

  /** @param address in the instrumented module, of the instruction that an interpreter was at */
  String at(int address) {
    return describe(points.at(address));
  }

  /** @param trace of what compiled code threw */
  String in(StackTraceElement[] trace) {
    return describe(points.in(trace));
  }

  private Words words() {
    Words known = words.orElseGet(() -> read(original.get()));
    words = Optional.of(known);
    return known;
  }

  private static Words read(WasmModule original) {
    return new Words(new FunctionNames(original), SourceMap.within(original));
  }

  private String describe(TrapPoints.Place place) {
    Words known = words();
    return "In " + known.names().of(place.function()) + ", offset " + place.offset()
        + known
            .sources()
            .flatMap(map -> map.lineAt(place.offset()))
            .map(line -> ", at " + line)
            .orElse("")
        + ".";
  }
}
