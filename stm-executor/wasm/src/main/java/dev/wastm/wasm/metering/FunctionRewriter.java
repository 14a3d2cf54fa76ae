package dev.wastm.wasm.metering;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.abi.FuelSchedule;
import dev.wastm.wasm.format.Branches;
import dev.wastm.wasm.format.Op;
import dev.wastm.wasm.format.WasmBytes;
import dev.wastm.wasm.format.WasmReader;
import dev.wastm.wasm.metering.ScratchLocals.Use;
import dev.wastm.wasm.trap.TrapPoints;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Rewrites one function, so that it takes the price of each {@linkplain BasicBlocks basic block} from the fuel before the block begins.
 *
 * <p>Globals are slow, locals are fast: a function with loops keeps the fuel in a local, and writes it back to the global before it calls
 * or returns; a function without loops works on the global. Whether fuel is left is asked at each loop's head, and at the entry of
 * functions that call others: so it may fall below zero by the price of what lies between, which whoever called the guest sees in the end.
 *
 * <p>{@linkplain SmallLeaves Small leaves} are paid by their callers.
 *
 * <p>A function that may lead to recursion takes its frame from the call depth left, keeps the rest in a local, and lends it to each callee
 * that may recurse.
 */
final class FunctionRewriter {
  /** The call depth's global lies this far behind the fuel's. */
  private static final int DEPTH = 1;

  /**
   * What rewriting one function takes from its module: the same for all of them.
   *
   * @param wasm the original file
   * @param fuelGlobal the index of the global that holds the fuel left; the one behind it holds the call depth left
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Context(
      byte[] wasm,
      CallGraph calls,
      SmallLeaves leaves,
      int importedFunctions,
      int fuelGlobal,
      UnsignedComparisons comparisons,
      InstructionPrices prices) {

    static Context of(
        byte[] wasm,
        WasmModule module,
        UnsignedComparisons comparisons,
        FuelSchedule.Code schedule) {
      InstructionPrices prices = new InstructionPrices(schedule);
      return new Context(
          wasm,
          CallGraph.of(module),
          SmallLeaves.of(module, prices),
          module.importSection().count(ExternalType.FUNCTION),
          Instrumentation.fuelGlobal(module),
          comparisons,
          prices);
    }
  }

  private final Context module;
  private final List<AnnotatedInstruction> instructions;
  private final BasicBlocks blocks;
  private final long entryPrice;
  private final int ownLocals;
  private final boolean fuelInLocal;
  private final ScratchLocals scratch;
  private final WasmBytes out = new WasmBytes();
  private final PortableNumerics numerics;
  private final IntStream.Builder trapOffsets = IntStream.builder();

  /** The author's instruction that is being written; what is spliced in before the first belongs to it. */
  private AnnotatedInstruction present;

  FunctionRewriter(Context module, FunctionBody body, FunctionType type) {
    this.module = module;
    this.instructions = body.instructions();
    this.present = instructions.get(0);
    this.blocks = BasicBlocks.of(instructions);
    this.entryPrice = module.prices().entry(body);
    this.ownLocals = type.params().size() + body.localTypes().size();
    this.fuelInLocal = contains(i -> op(i) == OpCode.LOOP);
    this.scratch = new ScratchLocals(ownLocals);
    this.numerics = new PortableNumerics(out, scratch, module.comparisons());
  }

  private OpCode op(int index) {
    return instructions.get(index).opcode();
  }

  private boolean contains(IntPredicate matches) {
    return IntStream.range(0, instructions.size()).anyMatch(matches);
  }

  /**
   * What a small leaf becomes: it counts nothing.
   *
   * @param start where the body begins, behind its size; {@code end} is where it ends
   */
  byte[] rewriteSmallLeaf(int start, int end) {
    for (int i = 0; i < instructions.size(); i++) {
      present = instructions.get(i);
      plain(present.opcode(), present.address(), addressAfter(i, end));
      noteTrapPoint(present.opcode());
    }
    return withLocals(start);
  }

  private int addressAfter(int index, int end) {
    return index + 1 < instructions.size() ? instructions.get(index + 1).address() : end;
  }

  /**
   * @param start where the body begins, behind its size; {@code end} is where it ends
   * @param mayRecurse whether this function may lead to recursion
   */
  byte[] rewrite(int start, int end, boolean mayRecurse) {
    enter(mayRecurse);
    for (int i = 0; i < instructions.size(); i++) {
      present = instructions.get(i);
      instruction(present, present.address(), addressAfter(i, end));
      noteTrapPoint(present.opcode());
      if (blocks.endsBehind(i) && i + 1 < instructions.size()) {
        charge(blocks.price(i + 1, module.leaves()::price), op(i) == OpCode.LOOP);
      }
    }
    return withLocals(start);
  }

  /** Of what was written so far: the offsets of the author's instructions that each {@linkplain TrapPoints trap point} comes from. */
  int[] trapOffsets() {
    return trapOffsets.build().toArray();
  }

  private void noteTrapPoint(OpCode written) {
    if (TrapPoints.mayTrap(written)) {
      trapOffsets.add(present.address());
    }
  }

  private void trap() {
    out.op(Op.UNREACHABLE);
    noteTrapPoint(OpCode.UNREACHABLE);
  }

  private byte[] withLocals(int start) {
    WasmReader in = new WasmReader(module.wasm(), start);
    WasmBytes whole = new WasmBytes().unsigned(in.unsigned() + (long) scratch.groups());
    whole.raw(module.wasm(), in.position(), instructions.get(0).address());
    scratch.declare(whole);
    return whole.raw(out.toByteArray()).toByteArray();
  }

  private void enter(boolean mayRecurse) {
    int depth = mayRecurse ? module.prices().depth(ownLocals, instructions.size()) : 0;
    if (mayRecurse) {
      takeFrame(depth);
    }
    if (fuelInLocal) {
      global(Op.GLOBAL_GET, module.fuelGlobal());
      local(Op.LOCAL_SET, Use.FUEL);
    }
    long price = entryPrice + (long) depth * module.prices().schedule().frame();
    charge(blocks.price(0, module.leaves()::price) + price, contains(this::callsGuest));
  }

  private void takeFrame(int depth) {
    global(Op.GLOBAL_GET, module.fuelGlobal() + DEPTH).op(Op.I32_CONST);
    out.signed(depth).op(Op.I32_SUB);
    local(Op.LOCAL_TEE, Use.DEPTH).op(Op.I32_CONST, 0, Op.I32_LT_S, Op.IF, Op.VOID);
    local(Op.LOCAL_GET, Use.DEPTH);
    global(Op.GLOBAL_SET, module.fuelGlobal() + DEPTH);
    trap();
    out.op(Op.END);
  }

  private boolean callsGuest(int index) {
    return op(index) == OpCode.CALL_INDIRECT
        || (op(index) == OpCode.CALL
            && instructions.get(index).operand(0) >= module.importedFunctions()
            && !module.leaves().isCall(instructions.get(index)));
  }

  /** Takes a price from the fuel; traps where none is left, if that is to be checked. */
  private void charge(long price, boolean checked) {
    if (price == 0 && !checked) {
      return;
    }
    fuel();
    out.op(Op.I64_CONST).signed(price).op(Op.I64_SUB);
    takeRest(checked);
  }

  /** Puts the fuel left on the stack. */
  private void fuel() {
    if (fuelInLocal) {
      local(Op.LOCAL_GET, Use.FUEL);
    } else {
      global(Op.GLOBAL_GET, module.fuelGlobal());
    }
  }

  /** Takes what is on top of the stack as the fuel left; traps where it is below zero, if that is to be checked. */
  private void takeRest(boolean checked) {
    if (!checked) {
      keepFuel();
      return;
    }
    local(Op.LOCAL_TEE, Use.FUEL);
    if (!fuelInLocal) {
      keepFuel();
      local(Op.LOCAL_GET, Use.FUEL);
    }
    out.op(Op.I64_CONST, 0, Op.I64_LT_S, Op.IF, Op.VOID);
    writeBack();
    trap();
    out.op(Op.END);
  }

  private void keepFuel() {
    if (fuelInLocal) {
      local(Op.LOCAL_SET, Use.FUEL);
    } else {
      global(Op.GLOBAL_SET, module.fuelGlobal());
    }
  }

  /** Makes the global hold the fuel left. */
  private void writeBack() {
    if (fuelInLocal) {
      local(Op.LOCAL_GET, Use.FUEL);
      global(Op.GLOBAL_SET, module.fuelGlobal());
    }
  }

  private void instruction(AnnotatedInstruction instruction, int from, int to) {
    OpCode op = instruction.opcode();
    switch (op) {
      case CALL, CALL_INDIRECT -> call(instruction, from, to);
      case MEMORY_COPY, MEMORY_FILL -> {
        chargeBytes();
        out.raw(module.wasm(), from, to);
      }
      case MEMORY_GROW -> {
        chargePages();
        out.raw(module.wasm(), from, to);
      }
      default -> {
        if (leavesFunction(instruction)) {
          writeBack();
        }
        plain(op, from, to);
      }
    }
  }

  private void plain(OpCode op, int from, int to) {
    if (!numerics.replaces(op)) {
      out.raw(module.wasm(), from, to);
      numerics.canonicaliseBehind(op);
    }
  }

  private void call(AnnotatedInstruction call, int from, int to) {
    if (module.leaves().isCall(call)) {
      out.raw(module.wasm(), from, to);
      return;
    }
    if (module.calls().mayRecurse(call)) {
      local(Op.LOCAL_GET, Use.DEPTH);
      global(Op.GLOBAL_SET, module.fuelGlobal() + DEPTH);
    }
    writeBack();
    out.raw(module.wasm(), from, to);
    if (fuelInLocal) {
      global(Op.GLOBAL_GET, module.fuelGlobal());
      local(Op.LOCAL_SET, Use.FUEL);
    }
  }

  /** Whether the function may end with this instruction. */
  private static boolean leavesFunction(AnnotatedInstruction instruction) {
    return switch (instruction.opcode()) {
      case RETURN -> true;
      case END -> instruction.depth() == 0;
      case BR, BR_IF, BR_TABLE ->
        Branches.depths(instruction).anyMatch(depth -> depth == instruction.depth());
      default -> false;
    };
  }

  /** The number of bytes is on top of the stack. */
  private void chargeBytes() {
    local(Op.LOCAL_TEE, Use.I32);
    fuel();
    local(Op.LOCAL_GET, Use.I32).op(Op.I64_EXTEND_I32_U, Op.I64_CONST);
    out.signed(module.prices().schedule().bulkBytesPerUnitLog2()).op(Op.I64_SHR_U, Op.I64_SUB);
    takeRest(true);
  }

  /** The number of pages to grow by is on top of the stack; paid are all that the memory would have. */
  private void chargePages() {
    local(Op.LOCAL_TEE, Use.I32);
    fuel();
    local(Op.LOCAL_GET, Use.I32).op(Op.I64_EXTEND_I32_U);
    out.op(Op.MEMORY_SIZE, 0, Op.I64_EXTEND_I32_U, Op.I64_ADD, Op.I64_CONST);
    out.signed(module.prices().schedule().grownPage()).op(Op.I64_MUL, Op.I64_SUB);
    takeRest(true);
  }

  private WasmBytes global(int operation, int index) {
    return out.op(operation).unsigned(index);
  }

  private WasmBytes local(int operation, Use use) {
    return out.op(operation).unsigned(scratch.of(use));
  }
}
