package dev.wastm.benchmarks.fuel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One step of what {@code fuel.wat} is told to do: an operation, done for some keys, one after the other.
 *
 * @param from the first key's number
 * @param a what the operation says
 * @param b likewise
 */
record FuelStep(Operation operation, FuelKeys keys, int count, int from, int a, int b) {
  static final int BYTES = 20;
  private static final int END = 255;

  /** By the numbers that the guest knows. */
  enum Operation {
    /** Of at most a bytes. */
    READ(0),
    EXISTS(1),
    /** A value of a bytes. */
    WRITE(2),
    DELETE(3),
    ADD(4),
    /** Opens a scan of the key's first byte, takes b steps of at most a bytes, closes it. */
    SCAN(5),
    /** The same with 16 scans at once. */
    SCANS(6),
    /** Of a bytes. */
    SHA256(7),
    /** Over a bytes; right where a is 2. */
    VERIFY(8),
    /** A topic of a bytes, data of b. */
    EMIT(9),
    LOG(10),
    /** What a says: actor, sender, caller, height, time, index, fuel. */
    CONTEXT(11),
    RANDOM(12),
    /** The actor itself, with b bytes of these steps, from a on. */
    CALL(13),
    CALL_OUTPUT(14),
    REVERT(15),
    ABORT(16),
    TRAP(17),
    /** The output is to have a bytes. */
    OUTPUT(18),
    /** a rounds of arithmetic. */
    BURN(19),
    WRITE_DELETE_WRITE(20),
    READ_WRITE(21),
    /** a more pages, of which all bytes are written. */
    GROW(22),
    CALL_NOBODY(23),
    VERIFY_WRONG(24);

    private final int code;

    Operation(int code) {
      this.code = code;
    }
  }

  static FuelStep of(Operation operation, int count) {
    return of(operation, count, 0, 0);
  }

  static FuelStep of(Operation operation, int count, int a, int b) {
    return new FuelStep(operation, FuelKeys.SAME, count, 0, a, b);
  }

  static FuelStep on(FuelKeys keys, Operation operation, int count, int from, int a) {
    return new FuelStep(operation, keys, count, from, a, 0);
  }

  static byte[] args(FuelStep... steps) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (FuelStep step : steps) {
      out.writeBytes(ByteBuffer.allocate(BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put((byte) step.operation.code)
          .put((byte) step.keys.code())
          .putShort((short) 0)
          .putInt(step.count)
          .putInt(step.from)
          .putInt(step.a)
          .putInt(step.b)
          .array());
    }
    out.write(END);
    return out.toByteArray();
  }
}
