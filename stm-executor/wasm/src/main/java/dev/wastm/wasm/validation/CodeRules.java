package dev.wastm.wasm.validation;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.abi.ModuleLimits;
import dev.wastm.wasm.format.FunctionNames;
import dev.wastm.wasm.format.WasmReader;

/** The rules on a module's code: what is allowed, and how much of it. Confined to one thread. */
final class CodeRules {
  /** Types are fewer, so that all of them are written in a byte; larger bytes name a number's type, or none. */
  private static final int TYPES_IN_A_BYTE = 64;

  private final byte[] wasm;
  private final WasmModule module;
  private final FunctionNames names;
  private final ModuleLimits limits;
  private final Violations violations;

  /** @param wasm the file that the module was parsed from */
  CodeRules(
      byte[] wasm,
      WasmModule module,
      ModuleLimits limits,
      FunctionNames names,
      Violations violations) {
    this.wasm = wasm;
    this.limits = limits;
    this.module = module;
    this.names = names;
    this.violations = violations;
  }

  void check() {
    for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
      checkFunction(names.own(i), module.codeSection().getFunctionBody(i));
    }
    if (violations.isEmpty()) {
      checkBranches();
    }
  }

  private void checkBranches() {
    BranchCosts costs = new BranchCosts(module);
    long dropped = 0;
    for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
      dropped += costs.of(module.codeSection().getFunctionBody(i));
    }
    violations.limit("module", "operands that branches drop", dropped, limits.branchDrops());
  }

  private void checkFunction(String place, FunctionBody body) {
    violations.limit(place, "instructions", body.instructions().size(), limits.instructions());
    if (!body.localTypes().stream().allMatch(ModuleRules::isNumber)) {
      violations.add(place, "It has a local of a type other than i32, i64, f32 and f64.");
    }
    int start = body.instructions().get(0).address();
    int nesting = 0;
    for (AnnotatedInstruction instruction : body.instructions()) {
      OpCode op = instruction.opcode();
      nesting = Math.max(nesting, instruction.depth());
      if (!Features.isAllowed(op)) {
        violations.add(
            place + ", offset " + instruction.address(),
            "The instruction " + Features.name(op) + " is not allowed.");
        return;
      } else if ((op == OpCode.BLOCK || op == OpCode.LOOP || op == OpCode.IF)
          && namesNoType(instruction.address() + 1)) {
        violations.add(
            place + ", offset " + instruction.address(), "The block has a type that is not there.");
        return;
      } else if (op == OpCode.BR_TABLE) {
        violations.limit(
            place + ", offset " + instruction.address(),
            "branches in a br_table",
            instruction.operandCount(),
            limits.branchTable());
      }
    }
    violations.limit(place + ", offset " + start, "nested blocks", nesting, limits.nesting());
  }

  /** The engine reads a block's type as an unsigned number, which is a signed one: it takes type 64 for none, and type 127 for i32. */
  private boolean namesNoType(int address) {
    WasmReader reader = new WasmReader(wasm, address);
    int type = reader.unsigned();
    return reader.position() > address + 1 && type >= TYPES_IN_A_BYTE;
  }
}
