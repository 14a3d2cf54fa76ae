package dev.wastm.wasm.runtime;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import dev.wastm.wasm.abi.HostImport;
import java.util.Arrays;

/** What the imports of the guest ABI do, by one instance's {@link HostCalls}. */
final class HostFunctions {
  private static final long[] NO_RESULTS = {};

  /** What an import does; the arguments are as the guest gave them. */
  @FunctionalInterface
  private interface Body {
    long apply(HostCalls host, long[] args);
  }

  private HostFunctions() {}

  /** All imports, bound to one instance's host calls. */
  static ImportValues bind(HostCalls host) {
    ImportValues.Builder values = ImportValues.builder();
    for (HostImport each : HostImport.values()) {
      boolean returns = !each.type().returns().isEmpty();
      Body body = body(each);
      values.addFunction(
          new HostFunction(each.module(), each.field(), each.type(), (instance, args) -> {
            host.enter();
            long result = body.apply(host, args);
            return returns ? new long[] {result} : NO_RESULTS;
          }));
    }
    return values.build();
  }

  private static Body body(HostImport each) {
    return switch (each) {
      case STATE_READ -> (host, a) -> host.stateRead(i(a, 0), i(a, 1), i(a, 2), i(a, 3));
      case STATE_EXISTS -> (host, a) -> host.stateExists(i(a, 0), i(a, 1));
      case STATE_WRITE -> (host, a) -> host.stateWrite(i(a, 0), i(a, 1), i(a, 2), i(a, 3));
      case STATE_DELETE -> (host, a) -> host.stateDelete(i(a, 0), i(a, 1));
      case STATE_ADD -> (host, a) -> host.stateAdd(i(a, 0), i(a, 1), a[2]);
      case SCAN_OPEN -> (host, a) -> host.scanOpen(i(a, 0), i(a, 1));
      case SCAN_NEXT -> (host, a) -> host.scanNext(i(a, 0), i(a, 1), i(a, 2));
      case SCAN_CLOSE -> (host, a) -> host.scanClose(i(a, 0));
      case CTX_ACTOR -> (host, a) -> host.copyOut(host.state().actor(), i(a, 0), i(a, 1));
      case CTX_SENDER -> (host, a) -> host.copyOut(host.state().sender(), i(a, 0), i(a, 1));
      case CTX_CALLER -> (host, a) -> host.copyOut(host.state().caller(), i(a, 0), i(a, 1));
      case CTX_HEIGHT -> (host, a) -> host.state().height();
      case CTX_TIME -> (host, a) -> host.state().timeMs();
      case CTX_TX_INDEX -> (host, a) -> host.state().transactionIndex();
      case CTX_FUEL -> (host, a) -> host.fuelLeft();
      case CTX_RANDOM -> (host, a) -> host.random(i(a, 0), i(a, 1));
      case EMIT -> (host, a) -> host.emit(i(a, 0), i(a, 1), i(a, 2), i(a, 3));
      case LOG -> (host, a) -> host.log(i(a, 0), i(a, 1), i(a, 2));
      case REVERT ->
        (host, a) -> {
          throw host.revert(i(a, 0), i(a, 1));
        };
      case SHA256 -> (host, a) -> host.sha256(i(a, 0), i(a, 1), i(a, 2));
      case ED25519_VERIFY -> (host, a) -> host.ed25519Verify(i(a, 0), i(a, 1), i(a, 2), i(a, 3));
      case CALL -> (host, a) -> host.call(i(a, 0), i(a, 1), i(a, 2), i(a, 3), i(a, 4), i(a, 5));
      case CALL_OUTPUT -> (host, a) -> host.callOutput(i(a, 0), i(a, 1));
      case ABORT ->
        (host, a) -> {
          throw host.abort(i(a, 0), i(a, 1), i(a, 2), i(a, 3));
        };
      case SEED -> (host, a) -> host.seed();
      case TRACE -> (host, a) -> host.trace(i(a, 0), i(a, 1), Arrays.copyOfRange(a, 2, a.length));
    };
  }

  private static int i(long[] args, int index) {
    return (int) args[index];
  }
}
