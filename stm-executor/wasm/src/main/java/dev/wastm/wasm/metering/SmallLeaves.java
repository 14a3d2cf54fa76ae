package dev.wastm.wasm.metering;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.abi.HostImport;
import java.util.HashSet;
import java.util.Set;

/**
 * Functions so small, and so certain to end, that their direct callers pay for them as a whole, and they count nothing themselves: such as
 * accessors of arrays with their checks of bounds. Nobody else may call them: they are neither exported nor started nor in a table.
 * Immutable.
 */
final class SmallLeaves {
  private static final long NONE = -1;

  private final int imported;
  private final InstructionPrices prices;
  private final long[] wholePrices;

  private SmallLeaves(int imported, InstructionPrices prices, long[] wholePrices) {
    this.imported = imported;
    this.prices = prices;
    this.wholePrices = wholePrices;
  }

  static SmallLeaves of(WasmModule module, InstructionPrices prices) {
    int imported = module.importSection().count(ExternalType.FUNCTION);
    long[] whole = new long[module.codeSection().functionBodyCount()];
    Set<Integer> calledByOthers = calledByOthers(module);
    for (int i = 0; i < whole.length; i++) {
      whole[i] = calledByOthers.contains(imported + i)
          ? NONE
          : wholePrice(module, module.codeSection().getFunctionBody(i), prices);
    }
    return new SmallLeaves(imported, prices, whole);
  }

  private static Set<Integer> calledByOthers(WasmModule module) {
    Set<Integer> called = new HashSet<>(CallGraph.tableEntries(module));
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      if (module.exportSection().getExport(i).exportType() == ExternalType.FUNCTION) {
        called.add(module.exportSection().getExport(i).index());
      }
    }
    module.startSection().ifPresent(start -> called.add((int) start.startIndex()));
    return called;
  }

  /** The price of all instructions, and of entering; {@link #NONE} where the function is no leaf, or not small. */
  private static long wholePrice(WasmModule module, FunctionBody body, InstructionPrices prices) {
    long price = prices.entry(body);
    for (AnnotatedInstruction instruction : body.instructions()) {
      if (!isLeafs(module, instruction)) {
        return NONE;
      }
      price += prices.of(instruction.opcode());
    }
    return price <= prices.schedule().smallLeafMax() ? price : NONE;
  }

  private static boolean isLeafs(WasmModule module, AnnotatedInstruction instruction) {
    return switch (instruction.opcode()) {
      case LOOP, CALL_INDIRECT, MEMORY_COPY, MEMORY_FILL, MEMORY_GROW -> false;
      case CALL ->
        HostImport.of(module, (int) instruction.operand(0))
            .filter(each -> each == HostImport.ABORT)
            .isPresent();
      default -> true;
    };
  }

  /** @param function an index among all functions */
  boolean contains(int function) {
    return function >= imported && wholePrices[function - imported] != NONE;
  }

  /** What an instruction costs its function: a call of a small leaf costs what the leaf does. */
  long price(AnnotatedInstruction instruction) {
    long own = prices.of(instruction.opcode());
    return isCall(instruction) ? own + wholePrices[(int) instruction.operand(0) - imported] : own;
  }

  /** Whether an instruction calls a small leaf. */
  boolean isCall(AnnotatedInstruction instruction) {
    return instruction.opcode() == OpCode.CALL && contains((int) instruction.operand(0));
  }
}
