package dev.wastm.wasm;

import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import java.util.stream.LongStream;

/** Where {@code br}, {@code br_if} and {@code br_table} lead. */
final class Branches {
  private Branches() {}

  /** The labels that a branch may go to, as depths: 0 is the innermost block around it. */
  static LongStream depths(AnnotatedInstruction branch) {
    return LongStream.of(branch.operands());
  }
}
