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
  private final byte[] wasm;
  private final Instrumented instrumented;
  private final WasmModule metered;
  private final TrapPlaces places;
  private final GuestInstance.Entry entry;
  private final int fuelGlobal;

  private GuestModule(byte[] wasm, WasmModule original, UnsignedComparisons comparisons) {
    this.digest = sha256(wasm);
    this.size = wasm.length;
    this.wasm = wasm;
    this.instrumented = Instrumentation.instrument(wasm, original, comparisons);
    this.metered = WasmFile.parse(instrumented.wasm());
    this.places = new TrapPlaces(() -> original, metered, instrumented.trapOffsets());
    this.fuelGlobal = Instrumentation.fuelGlobal(original);
    this.entry = new GuestInstance.Entry(
        export(original, "alloc"),
        export(original, "execute"),
        export(original, "output_len"),
        export(original, "_initialize"));
  }

  /** @throws InvalidModuleException where the file breaks a rule, or cannot be instantiated */
  public static GuestModule of(byte[] wasm) throws InvalidModuleException {
    return of(wasm, UnsignedComparisons.ofThisJvm());
  }

  static GuestModule of(byte[] wasm, UnsignedComparisons comparisons)
      throws InvalidModuleException {
    Validation validation = Validation.of(wasm);
    if (!validation.violations().isEmpty()) {
      throw new InvalidModuleException(validation.violations());
    }
    return instrument(wasm, validation.module().orElseThrow(), comparisons);
  }

  private static GuestModule instrument(
      byte[] wasm, WasmModule original, UnsignedComparisons comparisons)
      throws InvalidModuleException {
    GuestModule module = new GuestModule(wasm, original, comparisons);
    try {
      module.interpreted().instantiate();
    } catch (GuestTrap e) {
      throw notInstantiable(e);
    } catch (UninstantiableException e) {
      EngineTraps.requireGuests(e);
      throw notInstantiable(e);
    } catch (ChicoryException e) {
      TrapReason unused = EngineTraps.reason(e);
      throw notInstantiable(e);
    }
    return module;
  }

  private static InvalidModuleException notInstantiable(RuntimeException e) {
    return new InvalidModuleException(
        List.of(new Violation("start", "The module cannot be instantiated: " + e.getMessage())));
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

  /** The file, which must not be modified. */
  byte[] wasm() {
    return wasm;
  }

  Instrumented instrumented() {
    return instrumented;
  }

  /** The instrumented module, parsed. */
  WasmModule metered() {
    return metered;
  }

  GuestInstance.Entry entry() {
    return entry;
  }

  int fuelGlobal() {
    return fuelGlobal;
  }

  Blueprint interpreted() {
    return new Blueprint(
        metered, Engine.INTERPRETER, InterpreterMachine::new, entry, fuelGlobal, places);
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
