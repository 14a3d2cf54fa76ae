package dev.wastm.ledger.attack;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the guest of {@code wastm bench fuel} is to do, as its arguments say it; {@code fuel.wat} says how. */
final class Steps {
  static final int READ = 0;
  static final int WRITE = 2;
  static final int DELETE = 3;
  static final int ADD = 4;

  /** Scans all keys of a kind: takes b of them, of at most a bytes. */
  static final int SCAN = 5;

  static final int EMIT = 9;
  static final int LOG = 10;

  /** Calls the actor itself, with b bytes of these arguments from a on. */
  static final int CALL = 13;

  static final int REVERT = 15;
  static final int ABORT = 16;
  static final int TRAP = 17;
  static final int OUTPUT = 18;
  static final int BURN = 19;

  /** Gets a more pages and writes them. */
  static final int GROW = 22;

  /** The kinds of keys. */
  static final int SAME = 0;

  static final int SEQUENTIAL = 2;
  static final int COLLIDING = 4;

  /** The number of a victim times 4 096, and a step, or {@link #VICTIM}. */
  static final int STAIRCASE = 5;

  static final int RANDOM = 6;

  /** How many steps a victim of 256 bytes has, of a bit each. */
  static final int STAIRS = 254 * 9;

  static final int VICTIM = 4_095;

  private static final int STEP_BYTES = 20;
  private static final byte END = (byte) 255;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** An operation for keys of a kind, whose numbers follow each other. */
  Steps on(int kind, int operation, int count, int from, int a, int b) {
    bytes.writeBytes(ByteBuffer.allocate(STEP_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) operation)
        .put((byte) kind)
        .putShort((short) 0)
        .putInt(count)
        .putInt(from)
        .putInt(a)
        .putInt(b)
        .array());
    return this;
  }

  Steps on(int kind, int operation, int count, int from) {
    return on(kind, operation, count, from, 8, 0);
  }

  /** An operation without a key. */
  Steps of(int operation, int count, int a, int b) {
    return on(SAME, operation, count, 0, a, b);
  }

  /** Calls the actor itself, with these steps: the last thing that is done. */
  ByteString calling(int count, Steps inner) {
    ByteString callee = inner.args();
    of(CALL, count, bytes.size() + STEP_BYTES + 1, callee.size());
    return args().concat(callee);
  }

  ByteString args() {
    return ByteString.copyFrom(bytes.toByteArray()).concat(ByteString.copyFrom(new byte[] {END}));
  }
}
