package dev.wastm.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import dev.wastm.wasm.metering.UnsignedComparisons;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.trap.GuestTrap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every export of modules that another fuzzer generates, instrumented, on both engines: the same results, traps, fuel and memory. */
@Tag("fuzz")
@Timeout(300)
class BinaryenTest {
  private static final String RETURNED = "returned ";
  private static final int MODULES = 8;
  private static final long FUEL = 100_000;

  @TempDir
  private Path folder;

  @Test
  void enginesAgreeOnModulesOfAnotherGenerator() throws Exception {
    BinaryenGuests.requireOrSkip();
    int inProfile = 0;
    Set<String> endings = new TreeSet<>();
    for (long seed = 0; seed < MODULES; seed++) {
      byte[] wasm = BinaryenGuests.generate(seed, folder);
      if (AnyModule.isInProfile(wasm, BinaryenGuests.IMPORTED)
          && Parser.parse(wasm).startSection().isEmpty()) {
        inProfile++;
        endings.addAll(assertAgree(wasm, "seed " + seed));
      }
    }
    assertTrue(inProfile >= MODULES / 2, "only " + inProfile + " modules can be run");
    assertTrue(endings.size() >= 3, "all end alike: " + endings);
  }

  /** Returns the kinds of endings that were met. */
  private static Set<String> assertAgree(byte[] wasm, String name) {
    return BothEngines.onLargeStack(() -> {
      List<String> interpreted = outcomes(wasm, Engine.INTERPRETER, UnsignedComparisons.NATIVE);
      List<String> compiled = outcomes(wasm, Engine.COMPILED, UnsignedComparisons.WIDENED);
      assertEquals(String.join("\n", interpreted), String.join("\n", compiled), name);
      Set<String> endings = new TreeSet<>();
      compiled.forEach(outcome -> endings.add(outcome.substring(0, outcome.indexOf(' '))));
      return endings;
    });
  }

  private static List<String> outcomes(
      byte[] wasm, Engine engine, UnsignedComparisons comparisons) {
    WasmModule parsed = Parser.parse(wasm);
    List<String> outcomes = new ArrayList<>();
    BareModule module = AnyModule.on(engine, wasm, comparisons);
    for (int i = 0; i < parsed.exportSection().exportCount(); i++) {
      Export export = parsed.exportSection().getExport(i);
      if (export.exportType() == ExternalType.FUNCTION) {
        long[] arguments = new long[parameters(parsed, export.index())];
        Arrays.fill(arguments, i);
        String outcome = outcome(module, export.name(), arguments);
        outcomes.add(outcome + " " + export.name() + ", fuel left " + module.fuelLeft()
            + ", memory " + Arrays.hashCode(module.memory()));
        if (!outcome.startsWith(RETURNED)) {
          // After a trap, an interpreter's stack is not what it was.
          module = AnyModule.on(engine, wasm, comparisons);
        }
      }
    }
    return outcomes;
  }

  private static int parameters(WasmModule module, int function) {
    int imported = module.importSection().importCount();
    int type = module.functionSection().getFunctionType(function - imported);
    return module.typeSection().getType(type).params().size();
  }

  private static String outcome(BareModule module, String export, long[] arguments) {
    try {
      return RETURNED + Arrays.toString(module.call(export, FUEL, arguments));
    } catch (ChicoryException e) {
      return module.reason(e).name();
    } catch (GuestTrap e) {
      return e.trap().reason().name();
    }
  }
}
