package dev.wastm.wasm.metering;

import dev.wastm.wasm.format.WasmBytes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The locals that instrumentation adds behind a function's own, each when it is first asked for. Confined to one thread. */
final class ScratchLocals {
  /** What a local is for; values never live in one across an instruction of the author's, but for fuel and depth. */
  enum Use {
    I32(0x7f),
    I64(0x7e),
    F32(0x7d),
    F64(0x7c),
    /** The fuel left, while the function runs. */
    FUEL(0x7e),
    /** The call depth left, as this function's callees may use it up. */
    DEPTH(0x7f);

    private final int type;

    Use(int type) {
      this.type = type;
    }
  }

  private final int ownLocals;
  private final Map<Use, Integer> indices = new EnumMap<>(Use.class);
  private final List<Use> inOrder = new ArrayList<>();

  /** @param ownLocals the function's parameters and locals */
  ScratchLocals(int ownLocals) {
    this.ownLocals = ownLocals;
  }

  int of(Use use) {
    return indices.computeIfAbsent(use, added -> {
      inOrder.add(added);
      return ownLocals + inOrder.size() - 1;
    });
  }

  int groups() {
    return inOrder.size();
  }

  void declare(WasmBytes out) {
    inOrder.forEach(use -> out.op(1, use.type));
  }
}
