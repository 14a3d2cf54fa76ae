package dev.wastm.ledger.batch;

import dev.wastm.ledger.proto.CodeProto;
import dev.wastm.wasm.TrapReason;
import java.util.List;

/**
 * Why a transaction did not succeed: a closed set, part of the protocol. A code's arguments are numbers and texts in a fixed order, and what is
 * said of it is made by {@link Sentences} where it is shown. The numbers are those of {@code CodeProto}.
 */
public enum FailureCode {
  // Of guests: as TrapReason names them.
  UNREACHABLE,
  MEMORY_OUT_OF_BOUNDS,
  DIVIDE_BY_ZERO,
  INTEGER_OVERFLOW,
  INVALID_CONVERSION,
  INDIRECT_CALL,
  CALL_DEPTH("limit"),
  ABORT("message", "file", "line", "column"),
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
  /** The keys that the transaction touches do not fit into its batch. */
  BATCH_KEYS("keys"),

  /** The guest called {@code revert}. */
  REVERT("message"),
  OUT_OF_FUEL("limit"),
  /** What the transaction writes, emits and returns does not fit into its batch. */
  BATCH_BYTES("bytes", "limit"),

  // Of the system actor.
  ACTOR_EXISTS("actor"),
  NO_ACTOR_TO_UPGRADE("actor"),
  NOT_THE_OWNER("actor", "owner"),
  SIGNATURES_TOO_LATE,
  EPOCH_NOT_LATER("epoch", "current"),
  EPOCH_MOVE_PENDING("height"),
  HEIGHT_NOT_LATER("height", "current"),
  NOT_THE_FOUNDER("founder"),

  // Of transactions that could not be run.
  NO_SUCH_ACTOR("actor"),
  WRONG_SIGNATURE("sender"),
  WRONG_NONCE("nonce", "next"),
  NOT_SIGNED("sender"),
  SIGNATURE_REQUIRED,
  MALFORMED_SYSTEM_CALL,
  FUEL_OUT_OF_RANGE("fuel", "limit");

  private static final String PROTO_PREFIX = "CODE_";

  @SuppressWarnings("ImmutableEnumChecker") // An unmodifiable list.
  private final List<String> arguments;

  FailureCode(String... arguments) {
    this.arguments = List.of(arguments);
  }

  /** The arguments' names, in order. */
  public List<String> arguments() {
    return arguments;
  }

  static FailureCode of(TrapReason reason) {
    return valueOf(reason.name());
  }

  CodeProto proto() {
    return CodeProto.valueOf(PROTO_PREFIX + name());
  }

  /** @throws IllegalArgumentException for a number that is no code */
  static FailureCode of(CodeProto proto) {
    try {
      return valueOf(proto.name().substring(PROTO_PREFIX.length()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("A receipt has the unknown code " + proto + ".", e);
    }
  }
}
