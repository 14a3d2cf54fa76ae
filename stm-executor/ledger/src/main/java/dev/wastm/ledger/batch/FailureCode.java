package dev.wastm.ledger.batch;

import dev.wastm.ledger.proto.CodeProto;
import dev.wastm.ledger.report.Sentences;
import dev.wastm.wasm.trap.TrapReason;
import java.util.List;

/**
 * Why a transaction did not succeed: a closed set, part of the protocol. A code's arguments are numbers and texts in a fixed order, and what is
 * said of it is made by {@link Sentences} where it is shown. The numbers are those of {@code CodeProto}.
 */
public enum FailureCode {
  // Of guests.
  UNREACHABLE(TrapReason.UNREACHABLE),
  MEMORY_OUT_OF_BOUNDS(TrapReason.MEMORY_OUT_OF_BOUNDS),
  DIVIDE_BY_ZERO(TrapReason.DIVIDE_BY_ZERO),
  INTEGER_OVERFLOW(TrapReason.INTEGER_OVERFLOW),
  INVALID_CONVERSION(TrapReason.INVALID_CONVERSION),
  INDIRECT_CALL(TrapReason.INDIRECT_CALL),
  CALL_DEPTH(TrapReason.CALL_DEPTH),
  ABORT(TrapReason.ABORT),
  HOST_NOT_READY(TrapReason.HOST_NOT_READY),
  EMPTY_KEY(TrapReason.EMPTY_KEY),
  KEY_TOO_LONG(TrapReason.KEY_TOO_LONG),
  VALUE_TOO_LONG(TrapReason.VALUE_TOO_LONG),
  PREFIX_TOO_LONG(TrapReason.PREFIX_TOO_LONG),
  RANDOM_TOO_LONG(TrapReason.RANDOM_TOO_LONG),
  TOPIC_TOO_LONG(TrapReason.TOPIC_TOO_LONG),
  EVENT_TOO_LONG(TrapReason.EVENT_TOO_LONG),
  ACTOR_TOO_LONG(TrapReason.ACTOR_TOO_LONG),
  METHOD_TOO_LONG(TrapReason.METHOD_TOO_LONG),
  ARGS_TOO_LONG(TrapReason.ARGS_TOO_LONG),
  OUTPUT_TOO_LONG(TrapReason.OUTPUT_TOO_LONG),
  NO_SUCH_SCAN(TrapReason.NO_SUCH_SCAN),
  TOO_MANY_KEYS(TrapReason.TOO_MANY_KEYS),
  TOO_MANY_VISITS(TrapReason.TOO_MANY_VISITS),
  TOO_MANY_SCANS(TrapReason.TOO_MANY_SCANS),
  TOO_MANY_OPEN_SCANS(TrapReason.TOO_MANY_OPEN_SCANS),
  TOO_MANY_WRITES(TrapReason.TOO_MANY_WRITES),
  TOO_MANY_BYTES_WRITTEN(TrapReason.TOO_MANY_BYTES_WRITTEN),
  TOO_MANY_EVENTS(TrapReason.TOO_MANY_EVENTS),
  TOO_MANY_CALLS(TrapReason.TOO_MANY_CALLS),
  /** The keys that the transaction touches do not fit into its batch. */
  BATCH_KEYS(TrapReason.BATCH_KEYS),

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

  /** The code has the reason's name. */
  FailureCode(TrapReason reason) {
    this.arguments = reason.arguments();
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
