package dev.wastm.wasm.metering;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.abi.GuestCall;
import dev.wastm.wasm.runtime.GuestMemory;
import dev.wastm.wasm.runtime.InterpreterFixups;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Counts fuel as {@code docs/metering.md} says, with the original module in an interpreter that is watched. For modules without imports. */
public final class FuelOracle {
  private static final InstructionPrices PRICES = new InstructionPrices(Epoch.CODE);

  private static final long BYTES_PER_UNIT = 8;

  private static final Pattern ARITHMETIC =
      Pattern.compile("F(32|64)_(ADD|SUB|MUL|DIV|SQRT|MIN|MAX|CEIL|FLOOR"
          + "|TRUNC|NEAREST|DEMOTE_F64|PROMOTE_F32)");

  private final WasmModule module;
  private final SmallLeaves leaves;
  private final CallGraph calls;
  private final InterpreterFixups fixups = new InterpreterFixups();
  private final Instance instance;
  private final List<int[]> leafCode;
  private OpCode last = OpCode.NOP;
  private long fuel;

  public FuelOracle(byte[] wasm) {
    this.module = Parser.parse(wasm);
    this.leaves = SmallLeaves.of(module, PRICES);
    this.calls = CallGraph.of(module);
    this.leafCode = IntStream.range(0, module.codeSection().functionBodyCount())
        .filter(leaves::contains)
        .mapToObj(this::addresses)
        .toList();
    this.instance = Instance.builder(module)
        .withMemoryFactory(limits -> new GuestMemory(limits, Epoch.CALLS.pages()))
        .withUnsafeExecutionListener((instruction, stack) -> {
          canonicalise(stack);
          fixups.onExecution(instruction, stack);
          last = instruction.opcode();
          executed(instruction, stack.size() == 0 ? 0 : stack.peek());
        })
        .withStart(false)
        .build();
  }

  /** What a guest does may depend on the bits of a NaN; instrumented modules see but one. */
  private void canonicalise(MStack stack) {
    if (!ARITHMETIC.matcher(last.name()).matches()) {
      return;
    }
    long top = stack.pop();
    stack.push(
        last.name().startsWith("F32")
            ? Float.floatToIntBits(Float.intBitsToFloat((int) top))
            : Double.doubleToLongBits(Double.longBitsToDouble(top)));
  }

  private int[] addresses(int function) {
    List<AnnotatedInstruction> code =
        module.codeSection().getFunctionBody(function).instructions();
    return new int[] {code.get(0).address(), code.get(code.size() - 1).address()};
  }

  private void executed(Instruction instruction, long top) {
    int address = instruction.address();
    if (leafCode.stream().anyMatch(leaf -> leaf[0] <= address && address <= leaf[1])) {
      return;
    }
    OpCode op = instruction.opcode();
    fuel += PRICES.of(op);
    switch (op) {
      case CALL -> fuel += called((int) instruction.operand(0));
      case CALL_INDIRECT -> fuel += tabled((int) top);
      case MEMORY_FILL, MEMORY_COPY -> fuel += Integer.toUnsignedLong((int) top) / BYTES_PER_UNIT;
      case MEMORY_GROW ->
        fuel += (Integer.toUnsignedLong((int) top) + instance.memory().pages())
            * Epoch.CODE.grownPage();
      default -> {
        // Nothing beside its price.
      }
    }
  }

  private long called(int function) {
    return leaves.contains(function) ? whole(function) : entry(function);
  }

  private long whole(int function) {
    return entry(function)
        + module.codeSection().getFunctionBody(function).instructions().stream()
            .mapToLong(instruction -> PRICES.of(instruction.opcode()))
            .sum();
  }

  private long tabled(int entry) {
    boolean there = entry >= 0 && entry < instance.table(0).size();
    int function = there ? instance.table(0).ref(entry) : -1;
    return function < 0 ? 0 : entry(function);
  }

  private long entry(int function) {
    FunctionBody body = module.codeSection().getFunctionBody(function);
    return body.localTypes().size() / Epoch.CODE.localsPerUnit() + frame(function, body);
  }

  private long frame(int function, FunctionBody body) {
    if (!calls.mayRecurse(function)) {
      return 0;
    }
    int type = module.functionSection().getFunctionType(function);
    int locals =
        module.typeSection().getType(type).params().size() + body.localTypes().size();
    int instructions = body.instructions().size();
    return Epoch.CODE.frame() * (1L + (locals + instructions / 2) / Epoch.CODE.frameSlotsPerUnit());
  }

  private long call(String name, long... arguments) {
    fuel += entry(index(name));
    return instance.export(name).apply(arguments)[0];
  }

  private int index(String name) {
    return IntStream.range(0, module.exportSection().exportCount())
        .mapToObj(i -> module.exportSection().getExport(i))
        .filter(export ->
            export.exportType() == ExternalType.FUNCTION && export.name().equals(name))
        .findFirst()
        .orElseThrow()
        .index();
  }

  /** What a call that succeeds uses. */
  public long fuelUsed(byte[] args) {
    byte[] input = GuestCall.encode(TestHost.bytes("run"), args);
    fuel += input.length * Epoch.HOST.movedByte() + instance.memory().pages() * Epoch.HOST.page();
    int pointer = (int) call("alloc", input.length);
    instance.memory().write(pointer, input, 0, input.length);
    call("execute", pointer, input.length);
    long output = call("output_len");
    return fuel + output * Epoch.HOST.keptByte();
  }
}
