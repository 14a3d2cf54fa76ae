package dev.wastm.wasm.trap;

import java.util.List;

/**
 * Why a guest trapped: a closed set, of what every engine can tell apart. Part of the protocol, by their names; what to say of them is
 * decided where they are shown.
 */
public enum TrapReason {
  UNREACHABLE,
  MEMORY_OUT_OF_BOUNDS,
  DIVIDE_BY_ZERO,
  INTEGER_OVERFLOW,
  INVALID_CONVERSION,
  /** Through a table, what is not there or has another type. */
  INDIRECT_CALL,
  CALL_DEPTH("limit"),
  /** By AssemblyScript's {@code abort}. */
  ABORT("message", "file", "line", "column"),

  /** The host was called while the module is instantiated. */
  HOST_NOT_READY,
  EMPTY_KEY,
  KEY_TOO_LONG("bytes", "limit"),
  VALUE_TOO_LONG("bytes", "limit"),
  PREFIX_TOO_LONG("bytes", "limit"),
  RANDOM_TOO_LONG("bytes", "limit"),
  TOPIC_TOO_LONG("bytes", "limit"),
  EVENT_TOO_LONG("bytes", "limit"),
  ACTOR_TOO_LONG("bytes", "limit"),
  METHOD_TOO_LONG("bytes", "limit"),
  ARGS_TOO_LONG("bytes", "limit"),
  OUTPUT_TOO_LONG("bytes", "limit"),
  NO_SUCH_SCAN("handle"),

  TOO_MANY_KEYS("limit"),
  TOO_MANY_VISITS("limit"),
  TOO_MANY_SCANS("limit"),
  TOO_MANY_OPEN_SCANS("limit"),
  TOO_MANY_WRITES("limit"),
  TOO_MANY_BYTES_WRITTEN("limit"),
  TOO_MANY_EVENTS("limit"),
  TOO_MANY_CALLS("limit"),

  /** The batch has no room left for the keys that the transaction touches. */
  BATCH_KEYS("keys");

  @SuppressWarnings("ImmutableEnumChecker") // An unmodifiable list.
  private final List<String> arguments;

  TrapReason(String... arguments) {
    this.arguments = List.of(arguments);
  }

  /** The names of the arguments that a {@link Trap} for this reason has, in order. */
  public List<String> arguments() {
    return arguments;
  }
}
