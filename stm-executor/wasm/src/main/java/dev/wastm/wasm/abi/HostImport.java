package dev.wastm.wasm.abi;

import static com.dylibso.chicory.wasm.types.ValType.F64;
import static com.dylibso.chicory.wasm.types.ValType.I32;
import static com.dylibso.chicory.wasm.types.ValType.I64;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The imports that the guest ABI offers, by names and types. What each does is the runtime's. */
public enum HostImport {
  STATE_READ("wastm.state_read", i32s(4), I32),
  STATE_EXISTS("wastm.state_exists", i32s(2), I32),
  STATE_WRITE("wastm.state_write", i32s(4)),
  STATE_DELETE("wastm.state_delete", i32s(2)),
  STATE_ADD("wastm.state_add", List.of(I32, I32, I64)),
  SCAN_OPEN("wastm.scan_open", i32s(2), I32),
  SCAN_NEXT("wastm.scan_next", i32s(3), I32),
  SCAN_CLOSE("wastm.scan_close", i32s(1)),
  CTX_ACTOR("wastm.ctx_actor", i32s(2), I32),
  CTX_SENDER("wastm.ctx_sender", i32s(2), I32),
  CTX_CALLER("wastm.ctx_caller", i32s(2), I32),
  CTX_HEIGHT("wastm.ctx_height", i32s(0), I64),
  CTX_TIME("wastm.ctx_time", i32s(0), I64),
  CTX_TX_INDEX("wastm.ctx_tx_index", i32s(0), I32),
  CTX_FUEL("wastm.ctx_fuel", i32s(0), I64),
  CTX_RANDOM("wastm.ctx_random", i32s(2)),
  EMIT("wastm.emit", i32s(4)),
  LOG("wastm.log", i32s(3)),
  /** Does not return. */
  REVERT("wastm.revert", i32s(2)),
  SHA256("wastm.sha256", i32s(3)),
  ED25519_VERIFY("wastm.ed25519_verify", i32s(4), I32),
  /** May lead to further calls of guests, which take from the same call depth. */
  CALL("wastm.call", i32s(6), I32),
  CALL_OUTPUT("wastm.call_output", i32s(2), I32),
  /** Does not return, and ends the call so that no fuel is left. */
  ABORT("env.abort", i32s(4)),
  SEED("env.seed", i32s(0), F64),
  TRACE("env.trace", List.of(I32, I32, F64, F64, F64, F64, F64));

  private static final Map<String, HostImport> BY_NAME = Arrays.stream(values())
      .collect(Collectors.toUnmodifiableMap(HostImport::qualifiedName, Function.identity()));

  private final String qualifiedName;

  @SuppressWarnings("ImmutableEnumChecker") // Nothing changes a function type once it is made.
  private final FunctionType type;

  HostImport(String qualifiedName, List<ValType> params, ValType... results) {
    this.qualifiedName = qualifiedName;
    this.type = FunctionType.of(params, List.of(results));
  }

  private static List<ValType> i32s(int count) {
    return Collections.nCopies(count, I32);
  }

  /** What the host offers by this name; empty where it is nothing. */
  public static Optional<HostImport> of(String module, String name) {
    return Optional.ofNullable(BY_NAME.get(module + "." + name));
  }

  /**
   * The import that a function of a module is; empty where it is one of the module's own.
   *
   * @param function an index among all functions
   */
  public static Optional<HostImport> of(WasmModule module, int function) {
    if (function >= module.importSection().count(ExternalType.FUNCTION)) {
      return Optional.empty();
    }
    Import each = module.importSection().getImport(function);
    return of(each.module(), each.name());
  }

  /** As {@code module.name}. */
  public String qualifiedName() {
    return qualifiedName;
  }

  public String module() {
    return qualifiedName.substring(0, qualifiedName.indexOf('.'));
  }

  /** The name within its {@link #module}. */
  public String field() {
    return qualifiedName.substring(qualifiedName.indexOf('.') + 1);
  }

  /** The type that the import must be declared with. */
  public FunctionType type() {
    return type;
  }
}
