package dev.wastm.wasm;

/** Why a guest trapped: a closed set, of what every engine can tell apart. */
public enum TrapReason {
  UNREACHABLE("The guest executed an unreachable instruction."),
  MEMORY_OUT_OF_BOUNDS("The guest accessed memory out of bounds."),
  DIVIDE_BY_ZERO("The guest divided an integer by zero."),
  INTEGER_OVERFLOW("The guest's integer operation overflowed."),
  INVALID_CONVERSION("The guest converted a number that is not finite to an integer."),
  INDIRECT_CALL("The guest called through a table what is not there or has another type."),
  CALL_DEPTH("The guest's calls are nested too deeply."),
  HOST_CALL("The guest called the host with wrong arguments."),
  ABORT("The guest aborted."),
  LIMIT("The guest exceeded a limit.");

  private final String sentence;

  TrapReason(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
