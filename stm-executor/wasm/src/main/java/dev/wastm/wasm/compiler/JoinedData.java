package dev.wastm.wasm.compiler;

import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSection;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.format.Op;
import dev.wastm.wasm.format.WasmBytes;
import java.util.Optional;

/**
 * Data segments that lie close together as one, with zeros between them, as the memory has before: it becomes the same. AssemblyScript
 * makes a segment of each string, and each is parsed when a module is loaded, and evaluated for each instance. Confined to one thread.
 */
final class JoinedData {
  /** About what a segment of its own takes in the file, several times over. */
  private static final int GAP_BYTES_MAX = 64;

  private final WasmBytes segments = new WasmBytes();
  private WasmBytes run = new WasmBytes();
  private int count;
  private long runStart;
  private long end;

  private JoinedData() {}

  /**
   * The content of a data section that does to a memory what the given one does. Passive segments are left out: no instruction that uses
   * them is accepted. Empty where a segment's place is not a plain number.
   */
  static Optional<byte[]> of(DataSection data) {
    JoinedData joined = new JoinedData();
    for (DataSegment segment : data.dataSegments()) {
      if (segment instanceof ActiveDataSegment active) {
        if (!isPlain(active)) {
          return Optional.empty();
        }
        joined.add(active.offsetInstructions().get(0).operand(0), active.data());
      }
    }
    return Optional.of(joined.content());
  }

  private static boolean isPlain(ActiveDataSegment segment) {
    return segment.offsetInstructions().size() == 1
        && segment.offsetInstructions().get(0).opcode() == OpCode.I32_CONST;
  }

  /** Zeros may lie only where no segment has written: behind the end of all so far. */
  private void add(long offset, byte[] bytes) {
    boolean continues =
        runStart + run.size() == end && end <= offset && offset - end <= GAP_BYTES_MAX;
    if (continues) {
      run.raw(new byte[(int) (offset - end)]);
    } else {
      finishRun();
      runStart = offset;
    }
    run.raw(bytes);
    end = Math.max(end, offset + bytes.length);
  }

  private void finishRun() {
    if (run.size() > 0) {
      count++;
      segments.op(0, Op.I32_CONST).signed(runStart).op(Op.END).unsigned(run.size());
      segments.raw(run.toByteArray());
      run = new WasmBytes();
    }
  }

  private byte[] content() {
    finishRun();
    return new WasmBytes().unsigned(count).raw(segments.toByteArray()).toByteArray();
  }
}
