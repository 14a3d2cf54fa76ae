package dev.wastm.wasm;

import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A module that keeps all rules of the guest ABI, instrumented. Immutable, thread-safe. */
public final class GuestModule {
  private final byte[] digest;
  private final int size;
  private final Instrumented instrumented;
  private final WasmModule metered;
  private final TrapPoints points;
  private final GuestRules rules;
  private final GuestInstance.Entry entry;
  private final int fuelGlobal;

  private GuestModule(
      byte[] wasm, WasmModule original, UnsignedComparisons comparisons, GuestRules rules) {
    this.rules = rules;
    this.digest = sha256(wasm);
    this.size = wasm.length;
    this.instrumented = Instrumentation.instrument(wasm, original, comparisons, rules);
    this.metered = WasmFile.parse(instrumented.wasm());
    this.points = new TrapPoints(metered, instrumented.trapOffsets());
    this.fuelGlobal = Instrumentation.fuelGlobal(original);
    this.entry = new GuestInstance.Entry(
        export(original, "alloc"),
        export(original, "execute"),
        export(original, "output_len"),
        export(original, "_initialize"));
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
    return instrument(wasm, validation.module().orElseThrow(), comparisons, rules);
  }

  private static GuestModule instrument(
      byte[] wasm, WasmModule original, UnsignedComparisons comparisons, GuestRules rules)
      throws InvalidModuleException {
    GuestModule module = new GuestModule(wasm, original, comparisons, rules);
    try {
      module.interpreted().instantiate();
    } catch (GuestTrap e) {
      throw notInstantiable(e.trap().reason().name());
    } catch (UninstantiableException e) {
      EngineTraps.requireGuests(e);
      throw notInstantiable(String.valueOf(e.getMessage()));
    } catch (ChicoryException e) {
      throw notInstantiable(EngineTraps.reason(e).name());
    }
    return module;
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

  /** The size in bytes of the instrumented module. */
  int meteredSize() {
    return instrumented.wasm().length;
  }

  Instrumented instrumented() {
    return instrumented;
  }

  /** The instrumented module, parsed. */
  WasmModule metered() {
    return metered;
  }

  /** Those that it keeps. */
  GuestRules rules() {
    return rules;
  }

  GuestInstance.Entry entry() {
    return entry;
  }

  int fuelGlobal() {
    return fuelGlobal;
  }

  Blueprint interpreted() {
    return new Blueprint(
        metered, Engine.INTERPRETER, InterpreterMachine::new, entry, fuelGlobal, points, rules);
  }

  private static int export(WasmModule module, String name) {
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      Export export = module.exportSection().getExport(i);
      if (export.name().equals(name)) {
        return export.index();
      }
    }
    return GuestInstance.Entry.NONE;
  }

  static byte[] sha256(byte[] bytes) {
    return sha256().digest(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }
}
