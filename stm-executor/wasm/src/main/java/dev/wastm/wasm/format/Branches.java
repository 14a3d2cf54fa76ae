package dev.wastm.wasm.format;

import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import java.util.stream.LongStream;

/** Where {@code br}, {@code br_if} and {@code br_table} lead. */
public final class Branches {
  private Branches() {}

  /** The labels that a branch may go to, as depths: 0 is the innermost block around it. */
  public static LongStream depths(AnnotatedInstruction branch) {
    return LongStream.of(branch.operands());
  }
}
