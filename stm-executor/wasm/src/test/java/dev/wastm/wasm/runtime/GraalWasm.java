package dev.wastm.wasm.runtime;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.types.ValType;
import dev.wastm.wasm.abi.CallBudget;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.MeteredExports;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import dev.wastm.wasm.trap.GuestRevert;
import dev.wastm.wasm.trap.GuestTrap;
import dev.wastm.wasm.trap.Trap;
import dev.wastm.wasm.trap.TrapReason;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.junit.jupiter.api.Assumptions;

/**
 * GraalWasm as an engine. Host calls are answered by the host calls of this project, over an instance that executes nothing: it has the
 * memory and the fuel of the guest while the host works on them.
 */
final class GraalWasm implements AutoCloseable {
  /** GraalWasm 24.1.2 and 25.0.1 are compiled for JDK 17, but call methods that JDK 21 brought. */
  private static final int RELEASE_MIN = 21;

  private static final String MISSING =
      "GRAALWASM NEEDS JDK 21 OR NEWER: comparisons with it are SKIPPED on this JDK.";

  private final Context context =
      Context.newBuilder("wasm").option("engine.WarnInterpreterOnly", "false").build();

  static GraalWasm openOrSkip() {
    boolean runs = Runtime.version().feature() >= RELEASE_MIN;
    if (!runs) {
      System.err.println(MISSING);
    }
    Assumptions.assumeTrue(runs, MISSING);
    return new GraalWasm();
  }

  Prepared prepare(OracleCase each) {
    return new Prepared(each);
  }

  @Override
  public void close() {
    context.close();
  }

  /** One case, ready to run any number of times, each on an instance of its own. */
  final class Prepared {
    private final OracleCase each;
    private final Value module;
    private final GuestInstance vehicle;
    private final HostCalls host;

    private Prepared(OracleCase each) {
      this.each = each;
      try {
        this.module =
            context.eval(Source.newBuilder("wasm", ByteSequence.create(each.metered()), each.name())
                .build());
        this.vehicle = Blueprint.interpreted(TestModule.instrumented(each.wasm()), Epoch.RULES)
            .instantiate();
      } catch (IOException e) {
        throw new AssertionError(each.name(), e);
      }
      this.host = new HostCalls(vehicle, Epoch.RULES);
    }

    OracleCase.Seen run() {
      TestHost state = each.host();
      CallBudget budget = Epoch.budget(each.fuel());
      host.begin(state, budget);
      Guest guest = new Guest(vehicle);
      Value instance = module.newInstance(imports(guest));
      guest.exports = instance.getMember("exports");
      guest.setFuel(each.fuel());
      OracleCase.Seen seen =
          new OracleCase.Seen(OracleCase.describe(guest.execute(each)), state.seen());
      host.end();
      vehicle.reset();
      return seen;
    }

    private ProxyObject imports(Guest guest) {
      ImportValues bound = HostFunctions.bind(host);
      Map<String, Map<String, Object>> modules = new HashMap<>();
      for (int i = 0; i < bound.functionCount(); i++) {
        HostFunction function = (HostFunction) bound.function(i);
        ProxyExecutable executable = arguments -> guest.callHost(function, arguments);
        modules
            .computeIfAbsent(function.module(), ignored -> new HashMap<>())
            .put(function.name(), executable);
      }
      Map<String, Object> proxies = new HashMap<>();
      modules.forEach((name, functions) -> proxies.put(name, ProxyObject.fromMap(functions)));
      return ProxyObject.fromMap(proxies);
    }
  }

  /** A running instance. */
  private static final class Guest {
    private final GuestInstance vehicle;
    private Value exports = Value.asValue(null);

    Guest(GuestInstance vehicle) {
      this.vehicle = vehicle;
    }

    private Value fuel() {
      return exports.getMember(MeteredExports.FUEL);
    }

    void setFuel(long fuel) {
      fuel().putMember("value", fuel);
    }

    private long fuelLeft() {
      return fuel().getMember("value").asLong();
    }

    private void charge(long units) {
      setFuel(fuelLeft() - units);
      if (fuelLeft() < 0) {
        throw new GuestTrap(TrapReason.UNREACHABLE);
      }
    }

    private Value memory() {
      return exports.getMember("memory");
    }

    private int call(String name, Object... arguments) {
      exports.getMember(MeteredExports.DEPTH).putMember("value", Epoch.CALLS.callDepth());
      return exports.getMember(name).execute(arguments).asInt();
    }

    GuestResult execute(OracleCase each) {
      try {
        byte[] output = output(each.input());
        return fuelLeft() < 0
            ? new GuestResult.OutOfFuel(each.fuel())
            : new GuestResult.Success(output, each.fuel() - fuelLeft());
      } catch (PolyglotException e) {
        return ended(e.isHostException() ? e.asHostException() : e, each.fuel());
      } catch (GuestTrap e) {
        return ended(e, each.fuel());
      }
    }

    private byte[] output(byte[] input) {
      long pages = memory().getBufferSize() / GuestMemory.PAGE_SIZE;
      charge(input.length * Epoch.HOST.movedByte() + pages * Epoch.HOST.page());
      int pointer = call("alloc", input.length);
      for (int i = 0; i < input.length; i++) {
        memory().writeBufferByte(pointer + i, input[i]);
      }
      int output = call("execute", pointer, input.length);
      int length = call("output_len");
      charge(length * Epoch.HOST.keptByte());
      byte[] bytes = new byte[length];
      memory().readBuffer(output, bytes, 0, length);
      return bytes;
    }

    private GuestResult ended(Throwable thrown, long fuelLimit) {
      if (thrown instanceof PolyglotException e
          && (e.isResourceExhausted() || !e.isGuestException())) {
        throw new AssertionError("GraalWasm failed", e);
      } else if (fuelLeft() < 0) {
        return new GuestResult.OutOfFuel(fuelLimit);
      } else if (thrown instanceof GuestRevert revert) {
        return new GuestResult.Reverted(
            String.valueOf(revert.getMessage()), fuelLimit - fuelLeft());
      }
      return new GuestResult.Trapped(Trap.of(TrapReason.UNREACHABLE), Optional.empty(), fuelLimit);
    }

    /** The vehicle becomes as the guest is, and then the guest as the vehicle is. */
    Object callHost(HostFunction function, Value[] arguments) {
      Value memory = memory();
      byte[] before = new byte[(int) memory.getBufferSize()];
      memory.readBuffer(0, before, 0, before.length);
      vehicle
          .memory()
          .grow(before.length / GuestMemory.PAGE_SIZE - vehicle.memory().pages());
      vehicle.memory().write(0, before, 0, before.length);
      try {
        vehicle.charge(vehicle.fuelLeft() - fuelLeft());
        long[] results = function.handle().apply(null, raw(function, arguments));
        return results.length == 0 ? "" : result(function, results[0]);
      } finally {
        setFuel(vehicle.fuelLeft());
        writeChanges(before, vehicle.memory().readBytes(0, before.length));
      }
    }

    private void writeChanges(byte[] before, byte[] after) {
      int length = after.length;
      int i = Arrays.mismatch(before, after);
      while (i >= 0) {
        memory().writeBufferByte(i, after[i]);
        int equal = Arrays.mismatch(before, i + 1, length, after, i + 1, length);
        i = equal < 0 ? equal : i + 1 + equal;
      }
    }

    private static long[] raw(HostFunction function, Value[] arguments) {
      List<ValType> types = function.paramTypes();
      long[] raw = new long[arguments.length];
      for (int i = 0; i < raw.length; i++) {
        raw[i] = types.get(i).equals(ValType.F64)
            ? Double.doubleToRawLongBits(arguments[i].asDouble())
            : arguments[i].asLong();
      }
      return raw;
    }

    private static Object result(HostFunction function, long raw) {
      ValType type = function.returnTypes().get(0);
      if (type.equals(ValType.F64)) {
        return Double.longBitsToDouble(raw);
      } else if (type.equals(ValType.I64)) {
        return raw;
      }
      return (int) raw;
    }
  }
}
