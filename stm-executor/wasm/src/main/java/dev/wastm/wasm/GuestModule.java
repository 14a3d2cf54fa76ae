package dev.wastm.wasm;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.UninstantiableException;
import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.crypto.Sha256;
import dev.wastm.wasm.metering.Instrumentation;
import dev.wastm.wasm.metering.InstrumentedModule;
import dev.wastm.wasm.metering.UnsignedComparisons;
import dev.wastm.wasm.runtime.Blueprint;
import dev.wastm.wasm.trap.EngineTraps;
import dev.wastm.wasm.trap.GuestTrap;
import dev.wastm.wasm.validation.InvalidModuleException;
import dev.wastm.wasm.validation.Validation;
import dev.wastm.wasm.validation.Violation;
import java.util.HexFormat;
import java.util.List;

/** A module that keeps all rules of the guest ABI, instrumented. Immutable, thread-safe. */
public final class GuestModule {
  private final byte[] digest;
  private final int size;
  private final InstrumentedModule instrumented;
  private final GuestRules rules;

  private GuestModule(byte[] wasm, InstrumentedModule instrumented, GuestRules rules) {
    this.digest = Sha256.of(wasm);
    this.size = wasm.length;
    this.instrumented = instrumented;
    this.rules = rules;
  }

  /** @throws InvalidModuleException where the file breaks a rule, or cannot be instantiated */
  public static GuestModule of(byte[] wasm, GuestRules rules) throws InvalidModuleException {
    return of(wasm, UnsignedComparisons.ofThisJvm(), rules);
  }

  static GuestModule of(byte[] wasm, UnsignedComparisons comparisons, GuestRules rules)
      throws InvalidModuleException {
    Validation validation = Validation.of(wasm, rules);
    if (!validation.violations().isEmpty()) {
      throw new InvalidModuleException(validation.violations());
    }
    InstrumentedModule instrumented =
        Instrumentation.instrument(wasm, validation.module().orElseThrow(), comparisons, rules);
    requireInstantiable(instrumented, rules);
    return new GuestModule(wasm, instrumented, rules);
  }

  private static void requireInstantiable(InstrumentedModule instrumented, GuestRules rules)
      throws InvalidModuleException {
    try {
      Blueprint.interpreted(instrumented, rules).instantiate();
    } catch (GuestTrap e) {
      throw notInstantiable(e.trap().reason().name());
    } catch (UninstantiableException e) {
      EngineTraps.requireGuests(e);
      throw notInstantiable(String.valueOf(e.getMessage()));
    } catch (ChicoryException e) {
      throw notInstantiable(EngineTraps.reason(e).name());
    }
  }

  private static InvalidModuleException notInstantiable(String why) {
    return new InvalidModuleException(
        List.of(new Violation("start", "The module cannot be instantiated: " + why)));
  }

  /** The SHA-256 of the file. */
  public byte[] digest() {
    return digest.clone();
  }

  /** The SHA-256 of the file, in hex. */
  public String digestHex() {
    return HexFormat.of().formatHex(digest);
  }

  /** The size of the file in bytes. */
  public int size() {
    return size;
  }

  InstrumentedModule instrumented() {
    return instrumented;
  }

  /** The size in bytes of the instrumented module. */
  int meteredSize() {
    return instrumented.wasm().length;
  }

  /** Those that it keeps. */
  GuestRules rules() {
    return rules;
  }
}
