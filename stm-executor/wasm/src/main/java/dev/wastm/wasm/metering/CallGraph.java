package dev.wastm.wasm.metering;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.abi.HostImport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which functions may lead to recursion. Only calls to these are counted against the call depth: every other chain of calls is at most as
 * long as the module has functions. All functions are nodes, imports first, and the table is one more: whoever calls indirectly may call
 * anything that an element segment names. An import that may call other guests is a cycle of its own.
 */
final class CallGraph {
  private final int imported;
  private final int table;
  private final boolean[] recursive;

  private CallGraph(int imported, boolean[] recursive) {
    this.imported = imported;
    this.table = recursive.length - 1;
    this.recursive = recursive;
  }

  static CallGraph of(WasmModule module) {
    int imported = module.importSection().count(ExternalType.FUNCTION);
    int own = module.codeSection().functionBodyCount();
    List<Set<Integer>> callees = new ArrayList<>();
    for (int i = 0; i < imported; i++) {
      callees.add(calleesOf(module.importSection().getImport(i), i));
    }
    for (int i = 0; i < own; i++) {
      callees.add(calleesOf(module.codeSection().getFunctionBody(i), imported + own));
    }
    callees.add(tableEntries(module));
    return new CallGraph(imported, leadingToCycles(callees));
  }

  private static Set<Integer> calleesOf(Import each, int index) {
    return HostImport.of(each.module(), each.name())
            .filter(called -> called == HostImport.CALL)
            .isPresent()
        ? Set.of(index)
        : Set.of();
  }

  private static Set<Integer> calleesOf(FunctionBody body, int table) {
    Set<Integer> callees = new HashSet<>();
    for (AnnotatedInstruction instruction : body.instructions()) {
      if (instruction.opcode() == OpCode.CALL) {
        callees.add((int) instruction.operand(0));
      } else if (instruction.opcode() == OpCode.CALL_INDIRECT) {
        callees.add(table);
      }
    }
    return callees;
  }

  /** The functions, by their indices among all, that a table may hold. */
  static Set<Integer> tableEntries(WasmModule module) {
    Set<Integer> entries = new HashSet<>();
    for (Element element : module.elementSection().elements()) {
      element.initializers().forEach(initializer -> addFunctions(initializer, entries));
    }
    for (int i = 0; i < module.tableSection().tableCount(); i++) {
      addFunctions(module.tableSection().getTable(i).initialize(), entries);
    }
    return entries;
  }

  private static void addFunctions(List<Instruction> initializer, Set<Integer> entries) {
    for (Instruction instruction : initializer) {
      if (instruction.opcode() == OpCode.REF_FUNC) {
        entries.add((int) instruction.operand(0));
      }
    }
  }

  /** Takes away what calls nothing that is left, again and again; the rest leads to cycles. */
  private static boolean[] leadingToCycles(List<Set<Integer>> callees) {
    List<List<Integer>> callers = callers(callees);
    int[] left = new int[callees.size()];
    boolean[] leads = new boolean[callees.size()];
    ArrayDeque<Integer> leaves = new ArrayDeque<>();
    for (int i = 0; i < left.length; i++) {
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

  private static List<List<Integer>> callers(List<Set<Integer>> callees) {
    List<List<Integer>> callers = new ArrayList<>();
    callees.forEach(each -> callers.add(new ArrayList<>()));
    for (int i = 0; i < callees.size(); i++) {
      for (int callee : callees.get(i)) {
        callers.get(callee).add(i);
      }
    }
    return callers;
  }

  /** @param function an index among the module's own functions */
  boolean mayRecurse(int function) {
    return recursive[imported + function];
  }

  /** Whether a call instruction may lead to recursion. */
  boolean mayRecurse(AnnotatedInstruction call) {
    return recursive[call.opcode() == OpCode.CALL_INDIRECT ? table : (int) call.operand(0)];
  }
}
