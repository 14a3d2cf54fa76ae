package dev.wastm.wasm;

import static com.dylibso.chicory.wasm.types.ValType.F64;
import static com.dylibso.chicory.wasm.types.ValType.I32;
import static com.dylibso.chicory.wasm.types.ValType.I64;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The imports that the guest ABI offers: names, types and what is called. Immutable. */
final class HostFunctions {
  private static final String CALL = "wastm.call";
  private static final String ABORT = "env.abort";
  private static final List<ValType> NOTHING = List.of();
  private static final long[] NO_RESULTS = {};

  /** What an import does; the arguments are as the guest gave them. */
  @FunctionalInterface
  interface Body {
    long apply(HostCalls host, long[] args);
  }

  private record Offered(FunctionType type, Body body) {}

  private static final Map<String, Offered> TABLE = table();

  private HostFunctions() {}

  private static Map<String, Offered> table() {
    Map<String, Offered> table = new LinkedHashMap<>();
    add(
        table,
        "wastm.state_read",
        types(4),
        I32,
        (host, a) -> host.stateRead(i(a, 0), i(a, 1), i(a, 2), i(a, 3)));
    add(
        table,
        "wastm.state_exists",
        types(2),
        I32,
        (host, a) -> host.stateExists(i(a, 0), i(a, 1)));
    add(
        table,
        "wastm.state_write",
        types(4),
        (host, a) -> host.stateWrite(i(a, 0), i(a, 1), i(a, 2), i(a, 3)));
    add(table, "wastm.state_delete", types(2), (host, a) -> host.stateDelete(i(a, 0), i(a, 1)));
    add(
        table,
        "wastm.state_add",
        List.of(I32, I32, I64),
        (host, a) -> host.stateAdd(i(a, 0), i(a, 1), a[2]));
    add(table, "wastm.scan_open", types(2), I32, (host, a) -> host.scanOpen(i(a, 0), i(a, 1)));
    add(
        table,
        "wastm.scan_next",
        types(3),
        I32,
        (host, a) -> host.scanNext(i(a, 0), i(a, 1), i(a, 2)));
    add(table, "wastm.scan_close", types(1), (host, a) -> host.scanClose(i(a, 0)));
    add(
        table,
        "wastm.ctx_actor",
        types(2),
        I32,
        (host, a) -> host.copyOut(host.state().actor(), i(a, 0), i(a, 1)));
    add(
        table,
        "wastm.ctx_sender",
        types(2),
        I32,
        (host, a) -> host.copyOut(host.state().sender(), i(a, 0), i(a, 1)));
    add(
        table,
        "wastm.ctx_caller",
        types(2),
        I32,
        (host, a) -> host.copyOut(host.state().caller(), i(a, 0), i(a, 1)));
    add(table, "wastm.ctx_height", types(0), I64, (host, a) -> host.state().height());
    add(table, "wastm.ctx_time", types(0), I64, (host, a) -> host.state().timeMs());
    add(table, "wastm.ctx_tx_index", types(0), I32, (host, a) -> host.state().transactionIndex());
    add(table, "wastm.ctx_fuel", types(0), I64, (host, a) -> host.fuelLeft());
    add(table, "wastm.ctx_random", types(2), (host, a) -> host.random(i(a, 0), i(a, 1)));
    add(table, "wastm.emit", types(4), (host, a) -> host.emit(i(a, 0), i(a, 1), i(a, 2), i(a, 3)));
    add(table, "wastm.log", types(3), (host, a) -> host.log(i(a, 0), i(a, 1), i(a, 2)));
    add(table, "wastm.revert", types(2), (host, a) -> {
      throw host.revert(i(a, 0), i(a, 1));
    });
    add(table, "wastm.sha256", types(3), (host, a) -> host.sha256(i(a, 0), i(a, 1), i(a, 2)));
    add(
        table,
        "wastm.ed25519_verify",
        types(4),
        I32,
        (host, a) -> host.ed25519Verify(i(a, 0), i(a, 1), i(a, 2), i(a, 3)));
    add(
        table,
        CALL,
        types(6),
        I32,
        (host, a) -> host.call(i(a, 0), i(a, 1), i(a, 2), i(a, 3), i(a, 4), i(a, 5)));
    add(table, "wastm.call_output", types(2), I32, (host, a) -> host.callOutput(i(a, 0), i(a, 1)));
    add(table, ABORT, types(4), (host, a) -> {
      throw host.abort(i(a, 0), i(a, 1), i(a, 2), i(a, 3));
    });
    add(table, "env.seed", types(0), F64, (host, a) -> host.seed());
    add(
        table,
        "env.trace",
        List.of(I32, I32, F64, F64, F64, F64, F64),
        (host, a) -> host.trace(i(a, 0), i(a, 1), Arrays.copyOfRange(a, 2, a.length)));
    return table;
  }

  private static List<ValType> types(int i32s) {
    return Collections.nCopies(i32s, I32);
  }

  private static int i(long[] args, int index) {
    return (int) args[index];
  }

  private static void add(
      Map<String, Offered> table, String name, List<ValType> params, ValType result, Body body) {
    table.put(name, new Offered(FunctionType.of(params, List.of(result)), body));
  }

  private static void add(
      Map<String, Offered> table, String name, List<ValType> params, Body body) {
    table.put(name, new Offered(FunctionType.of(params, NOTHING), body));
  }

  /** Whether an import may lead to further calls of guests, which take from the same call depth. */
  static boolean mayRecurse(String module, String name) {
    return CALL.equals(module + "." + name);
  }

  /** Whether a function is the import that never returns, and ends the call so that no fuel is left. */
  static boolean isAbort(WasmModule module, int function) {
    if (function >= module.importSection().count(ExternalType.FUNCTION)) {
      return false;
    }
    Import each = module.importSection().getImport(function);
    return ABORT.equals(each.module() + "." + each.name());
  }

  /** All imports, as {@code module.name}. */
  static Set<String> names() {
    return Collections.unmodifiableSet(TABLE.keySet());
  }

  static boolean isOffered(String module, String name) {
    return TABLE.containsKey(module + "." + name);
  }

  /** The type that an offered import must be declared with. */
  static FunctionType type(String module, String name) {
    return offered(module + "." + name).type();
  }

  private static Offered offered(String name) {
    Offered offered = TABLE.get(name);
    if (offered == null) {
      throw new IllegalArgumentException("The host offers no import " + name + ".");
    }
    return offered;
  }

  /** The imports bound to one instance's host calls. */
  static ImportValues bind(HostCalls host) {
    ImportValues.Builder values = ImportValues.builder();
    TABLE.forEach((name, each) -> {
      int dot = name.indexOf('.');
      boolean returns = !each.type().returns().isEmpty();
      Body body = each.body();
      values.addFunction(new HostFunction(
          name.substring(0, dot), name.substring(dot + 1), each.type(), (instance, args) -> {
            host.enter();
            long result = body.apply(host, args);
            return returns ? new long[] {result} : NO_RESULTS;
          }));
    });
    return values.build();
  }
}
