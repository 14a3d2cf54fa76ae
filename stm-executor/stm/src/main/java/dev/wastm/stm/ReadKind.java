package dev.wastm.stm;

/** What a transaction asked of a key, and so what must still hold when it is validated. */
enum ReadKind {
  /** Nothing. */
  NONE(0),

  /** Whether there is a value. */
  EXISTENCE(1),

  /** On which side of bounds the counter stands. */
  RANGE(2),

  /** The value. */
  VALUE(3),

  /** What a scan came to: the value; where there is none, that the block has deleted it. */
  SCANNED(4);

  private static final ReadKind[] KINDS = values();

  /** The same in one byte, for those of which many are kept. */
  private final byte code;

  ReadKind(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static ReadKind of(byte code) {
    return KINDS[code];
  }

  /** What must hold where both have been asked. */
  ReadKind and(ReadKind other) {
    if (this == NONE || this == other) {
      return other;
    } else if (other == NONE) {
      return this;
    }
    return this == SCANNED || other == SCANNED ? SCANNED : VALUE;
  }
}
