package dev.wastm.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import java.util.Optional;

/** Puts into words where a guest trapped: a function of the module's file alone, so that every engine and machine says the same. Immutable. */
final class TrapPlaces {
  private final TrapPoints points;
  private final FunctionNames names;
  private final Optional<SourceMap> sources;

  TrapPlaces(WasmModule original, WasmModule metered, int[][] trapOffsets) {
    this.points = new TrapPoints(metered, trapOffsets);
    this.names = new FunctionNames(original);
    this.sources = SourceMap.within(original);
  }

  /** @param address in the instrumented module, of the instruction that an interpreter was at */
  String at(int address) {
    return describe(points.at(address));
  }

  /** @param trace of what compiled code threw */
  String in(StackTraceElement[] trace) {
    return describe(points.in(trace));
  }

  private String describe(TrapPoints.Place place) {
    return "In " + names.of(place.function()) + ", offset " + place.offset()
        + sources
            .flatMap(map -> map.lineAt(place.offset()))
            .map(line -> ", at " + line)
            .orElse("")
        + ".";
  }
}
