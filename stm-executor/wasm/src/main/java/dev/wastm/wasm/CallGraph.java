package dev.wastm.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which functions may lead to recursion. Only calls to these are counted against the call depth: every other chain of calls is at most as
 * long as the module has functions. A module's own functions are the nodes, and the table is one more: whoever calls indirectly may call
 * anything that an element segment names.
 */
final class CallGraph {
  private final int importedFunctions;
  private final int table;
  private final boolean[] recursive;

  private CallGraph(int importedFunctions, boolean[] recursive) {
    this.importedFunctions = importedFunctions;
    this.table = recursive.length - 1;
    this.recursive = recursive;
  }

  static CallGraph of(WasmModule module) {
    int imported = module.importSection().count(ExternalType.FUNCTION);
    int functions = module.codeSection().functionBodyCount();
    List<Set<Integer>> callees = new ArrayList<>();
    for (int i = 0; i < functions; i++) {
      callees.add(calleesOf(module.codeSection().getFunctionBody(i), imported, functions));
    }
    callees.add(tableEntries(module, imported));
    return new CallGraph(imported, leadingToCycles(callees));
  }

  private static Set<Integer> calleesOf(FunctionBody body, int imported, int table) {
    Set<Integer> callees = new HashSet<>();
    for (AnnotatedInstruction instruction : body.instructions()) {
      if (instruction.opcode() == OpCode.CALL && instruction.operand(0) >= imported) {
        callees.add((int) instruction.operand(0) - imported);
      } else if (instruction.opcode() == OpCode.CALL_INDIRECT) {
        callees.add(table);
      }
    }
    return callees;
  }

  private static Set<Integer> tableEntries(WasmModule module, int imported) {
    Set<Integer> entries = new HashSet<>();
    for (Element element : module.elementSection().elements()) {
      for (List<Instruction> initializer : element.initializers()) {
        for (Instruction instruction : initializer) {
          if (instruction.opcode() == OpCode.REF_FUNC && instruction.operand(0) >= imported) {
            entries.add((int) instruction.operand(0) - imported);
          }
        }
      }
    }
    return entries;
  }

  /** Takes away what calls nothing that is left, again and again; the rest leads to cycles. */
  private static boolean[] leadingToCycles(List<Set<Integer>> callees) {
    int nodes = callees.size();
    List<List<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      callers.add(new ArrayList<>());
    }
    int[] left = new int[nodes];
    boolean[] leads = new boolean[nodes];
    ArrayDeque<Integer> leaves = new ArrayDeque<>();
    for (int i = 0; i < nodes; i++) {
      for (int callee : callees.get(i)) {
        callers.get(callee).add(i);
      }
      left[i] = callees.get(i).size();
      leads[i] = left[i] > 0;
      if (left[i] == 0) {
        leaves.add(i);
      }
    }
    while (!leaves.isEmpty()) {
      for (int caller : callers.get(leaves.remove())) {
        if (--left[caller] == 0) {
          leads[caller] = false;
          leaves.add(caller);
        }
      }
    }
    return leads;
  }

  /** @param function an index among the module's own functions */
  boolean mayRecurse(int function) {
    return recursive[function];
  }

  /** Whether a call instruction may lead to recursion. */
  boolean mayRecurse(AnnotatedInstruction call) {
    if (call.opcode() == OpCode.CALL_INDIRECT) {
      return recursive[table];
    }
    int function = (int) call.operand(0);
    return function >= importedFunctions && recursive[function - importedFunctions];
  }
}
