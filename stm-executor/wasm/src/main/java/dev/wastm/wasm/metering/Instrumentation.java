package dev.wastm.wasm.metering;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionType;
import dev.wastm.wasm.abi.EntryPoints;
import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.format.Op;
import dev.wastm.wasm.format.Sections;
import dev.wastm.wasm.format.WasmBytes;
import dev.wastm.wasm.format.WasmFile;
import dev.wastm.wasm.format.WasmReader;

/**
 * Rewrites a validated module so that it counts its own fuel and call depth, and computes the same on every engine. Works on the raw bytes:
 * code is spliced in between instructions, where it leaves the stack as it was, so that no label and no index moves. Two globals are added
 * behind the module's own: fuel left (i64) and call depth left (i32). Custom sections are left out.
 */
public final class Instrumentation {
  /** Raised with every change to the code that is spliced in, and to what compiled code tells of a trap. */
  public static final int VERSION = 6;

  private static final int I32 = 0x7f;
  private static final int I64 = 0x7e;
  private static final int MUTABLE = 1;

  private final byte[] wasm;
  private final WasmModule module;
  private final UnsignedComparisons comparisons;
  private final GuestRules rules;
  private final int[][] trapOffsets;
  private boolean globalsWritten;

  private Instrumentation(
      byte[] wasm, WasmModule module, UnsignedComparisons comparisons, GuestRules rules) {
    this.rules = rules;
    this.wasm = wasm;
    this.module = module;
    this.comparisons = comparisons;
    this.trapOffsets = new int[module.codeSection().functionBodyCount()][];
  }

  /** The index of the global that holds the fuel left; the one behind it holds the call depth left. */
  public static int fuelGlobal(WasmModule original) {
    return original.globalSection().globalCount();
  }

  public static InstrumentedModule instrument(
      byte[] wasm, WasmModule module, UnsignedComparisons comparisons, GuestRules rules) {
    return new Instrumentation(wasm, module, comparisons, rules).rewrite();
  }

  private InstrumentedModule rewrite() {
    WasmBytes out = new WasmBytes().raw(wasm, 0, Sections.HEADER_BYTES);
    WasmReader in = new WasmReader(wasm, Sections.HEADER_BYTES);
    while (in.hasMore()) {
      int start = in.position();
      int id = in.u8();
      int size = in.unsigned();
      int end = in.position() + size;
      if (id > Sections.GLOBAL && !globalsWritten) {
        section(out, Sections.GLOBAL, globals(0, new byte[0]));
      }
      switch (id) {
        case Sections.CUSTOM -> {
          // It says nothing about what the module does.
        }
        case Sections.GLOBAL -> section(out, id, existingGlobals(in, end));
        case Sections.CODE -> section(out, id, code(in));
        default -> out.raw(wasm, start, end);
      }
      in.skipTo(end);
    }
    byte[] instrumented = out.toByteArray();
    WasmModule parsed = WasmFile.parse(instrumented);
    return new InstrumentedModule(
        instrumented, parsed, EntryPoints.of(parsed), fuelGlobal(module), trapOffsets);
  }

  private static void section(WasmBytes out, int id, byte[] content) {
    out.op(id).unsigned(content.length).raw(content);
  }

  private byte[] existingGlobals(WasmReader in, int end) {
    int count = in.unsigned();
    byte[] existing = new WasmBytes().raw(wasm, in.position(), end).toByteArray();
    return globals(count, existing);
  }

  private byte[] globals(int count, byte[] existing) {
    globalsWritten = true;
    return new WasmBytes()
        .unsigned(count + 2L)
        .raw(existing)
        .op(I64, MUTABLE, Op.I64_CONST)
        .signed(rules.modules().startFuel())
        .op(Op.END)
        .op(I32, MUTABLE, Op.I32_CONST)
        .signed(rules.calls().callDepth())
        .op(Op.END)
        .toByteArray();
  }

  private byte[] code(WasmReader in) {
    int count = in.unsigned();
    WasmBytes out = new WasmBytes().unsigned(count);
    FunctionRewriter.Context context =
        FunctionRewriter.Context.of(wasm, module, comparisons, rules.fuel().code());
    for (int i = 0; i < count; i++) {
      int size = in.unsigned();
      int end = in.position() + size;
      FunctionBody body = module.codeSection().getFunctionBody(i);
      FunctionType type = module.typeSection().getType(module.functionSection().getFunctionType(i));
      FunctionRewriter rewriter = new FunctionRewriter(context, body, type);
      byte[] rewritten = context.leaves().contains(context.importedFunctions() + i)
          ? rewriter.rewriteSmallLeaf(in.position(), end)
          : rewriter.rewrite(in.position(), end, context.calls().mayRecurse(i));
      out.unsigned(rewritten.length).raw(rewritten);
      trapOffsets[i] = rewriter.trapOffsets();
      in.skipTo(end);
    }
    return out.toByteArray();
  }
}
