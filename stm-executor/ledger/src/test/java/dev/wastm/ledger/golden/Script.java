package dev.wastm.ledger.golden;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What the actor of {@code script.wat} is to do, as its arguments say it. */
public final class Script {
  public static final int READ = 1;
  public static final int EXISTS = 2;
  public static final int WRITE = 3;
  public static final int DELETE = 4;
  public static final int ADD = 5;
  public static final int SCAN_OPEN = 6;
  public static final int SCAN_NEXT = 7;
  public static final int SCAN_CLOSE = 8;
  public static final int ACTOR = 9;
  public static final int SENDER = 10;
  public static final int CALLER = 11;
  public static final int HEIGHT = 12;
  public static final int TIME = 13;
  public static final int INDEX = 14;
  public static final int FUEL_LEFT = 15;
  public static final int RANDOM = 16;
  public static final int EMIT = 17;
  public static final int LOG = 18;
  public static final int REVERT = 19;
  public static final int CALL = 20;
  public static final int CALL_OUTPUT = 21;
  public static final int SHA256 = 22;
  public static final int VERIFY = 23;
  public static final int STORE = 24;
  public static final int UNREACHABLE = 30;
  public static final int DIVIDE = 31;
  public static final int OVERFLOW = 32;
  public static final int CONVERT = 33;
  public static final int LOAD = 34;
  public static final int INDIRECT = 35;
  public static final int DOWN = 36;
  public static final int LOOP = 37;
  public static final int GROW = 38;
  public static final int ABORT = 39;

  /** A free place in the actor's memory. */
  public static final int ROOM = 512;

  private static final int BASE = 65_536;
  private static final int STEP_BYTES = 25;
  private static final int ARGUMENTS = 6;

  /** Marks an argument that counts from the beginning of the data. */
  private static final long DATA = 1L << 40;

  private final List<long[]> steps = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /** A place that holds bytes of ISO 8859-1, for {@link #step}. */
  public long data(String text) {
    long at = DATA + data.size();
    data.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    return at;
  }

  public Script step(int operation, long... arguments) {
    long[] step = new long[1 + ARGUMENTS];
    step[0] = operation;
    System.arraycopy(arguments, 0, step, 1, arguments.length);
    steps.add(step);
    return this;
  }

  /** A step whose first two arguments are some text and its length. */
  public Script with(int operation, String text, long... more) {
    long[] arguments = new long[2 + more.length];
    arguments[0] = data(text);
    arguments[1] = text.length();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return step(operation, arguments);
  }

  public Script write(String key, String value) {
    return with(WRITE, key, data(value), value.length());
  }

  public Script call(String actor, String method, String args) {
    return with(CALL, actor, data(method), method.length(), data(args), args.length());
  }

  /** The arguments, as JSON: the script, and then its end with an output. */
  public String args(long output, int length) {
    step(0, output, length);
    int dataAt = BASE + steps.size() * STEP_BYTES;
    ByteBuffer bytes =
        ByteBuffer.allocate(steps.size() * STEP_BYTES + data.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (long[] step : steps) {
      bytes.put((byte) step[0]);
      for (int i = 1; i <= ARGUMENTS; i++) {
        bytes.putInt((int) (step[i] >= DATA ? step[i] - DATA + dataAt : step[i]));
      }
    }
    bytes.put(data.toByteArray());
    return "\"" + HexFormat.of().formatHex(bytes.array()) + "\"";
  }

  /** Without an output. */
  public String args() {
    return args(0, 0);
  }
}
