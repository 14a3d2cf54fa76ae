package dev.wastm.stm;

/** What a transaction asked of a key, and so what must still hold when it is validated. */
enum ReadKind {
  /** Nothing. */
  NONE,

  /** Whether there is a value. */
  EXISTENCE,

  /** On which side of bounds the counter stands. */
  RANGE,

  /** The value. */
  VALUE
}
