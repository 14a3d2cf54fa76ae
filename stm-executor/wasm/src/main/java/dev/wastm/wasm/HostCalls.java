package dev.wastm.wasm;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;

/**
 * What the imports do, for one instance: checks pointers and limits, takes fuel, and asks the host state of the present call. Confined to
 * the thread that runs the instance.
 */
final class HostCalls {
  private static final byte[] ABSENT = new byte[0];
  private static final int ABSENT_LENGTH = -1;
  private static final int SHA256_BYTES = 32;

  /** AssemblyScript keeps a string's length in bytes in the four bytes before it. */
  private static final int STRING_HEADER_BYTES = 4;

  private record Present(HostState state, CallBudget budget) {}

  private final GuestInstance instance;
  private final NestedCalls nested;
  private final Scans scans = new Scans();
  private Optional<Present> call = Optional.empty();

  HostCalls(GuestInstance instance) {
    this.instance = instance;
    this.nested = new NestedCalls(instance);
  }

  void begin(HostState state, CallBudget budget) {
    call = Optional.of(new Present(state, budget));
    nested.begin();
    scans.begin();
  }

  void end() {
    call = Optional.empty();
  }

  /** Every import begins here. No host function may be called while the module is instantiated. */
  void enter() {
    if (call.isEmpty()) {
      throw new GuestTrap(
          TrapReason.HOST_CALL, "The guest called the host while it was being instantiated.");
    }
    instance.charge(FuelSchedule.HOST_CALL);
  }

  HostState state() {
    return call.orElseThrow().state();
  }

  private Tally tally() {
    return call.orElseThrow().budget().tally();
  }

  long fuelLeft() {
    return Math.max(instance.fuelLeft(), 0);
  }

  long stateRead(int key, int keyLength, int to, int capacity) {
    byte[] value = state().readOr(key(key, keyLength), ABSENT);
    return value == ABSENT ? ABSENT_LENGTH : copyOut(value, to, capacity);
  }

  long stateExists(int key, int keyLength) {
    return state().exists(key(key, keyLength)) ? 1 : 0;
  }

  long stateWrite(int key, int keyLength, int value, int valueLength) {
    byte[] keyBytes = key(key, keyLength);
    requireLength("a value", valueLength, GuestLimits.VALUE_BYTES_MAX);
    byte[] valueBytes = copyIn(value, valueLength);
    tally().write(keyBytes.length + valueBytes.length);
    state().write(keyBytes, valueBytes);
    return 0;
  }

  long stateDelete(int key, int keyLength) {
    byte[] keyBytes = key(key, keyLength);
    tally().write(keyBytes.length);
    state().delete(keyBytes);
    return 0;
  }

  long stateAdd(int key, int keyLength, long delta) {
    byte[] keyBytes = key(key, keyLength);
    tally().write(keyBytes.length + Long.BYTES);
    state().add(keyBytes, delta);
    return 0;
  }

  long scanOpen(int prefix, int prefixLength) {
    instance.charge(FuelSchedule.STATE_ACCESS);
    requireLength("a prefix", prefixLength, GuestLimits.KEY_BYTES_MAX);
    scans.requireRoom();
    return scans.add(state().scan(copyIn(prefix, prefixLength)));
  }

  /** An entry that does not fit into the room is not consumed. */
  long scanNext(int handle, int to, int capacity) {
    instance.charge(FuelSchedule.STATE_ACCESS);
    Optional<byte[]> entry = scans.peek(handle);
    if (entry.isEmpty()) {
      return ABSENT_LENGTH;
    }
    if (Integer.compareUnsigned(entry.get().length, capacity) <= 0) {
      copyOut(entry.get(), to, capacity);
      scans.consume(handle);
    }
    return entry.get().length;
  }

  long scanClose(int handle) {
    scans.close(handle);
    return 0;
  }

  private byte[] key(int pointer, int length) {
    instance.charge(FuelSchedule.STATE_ACCESS);
    if (length == 0) {
      throw new GuestTrap(TrapReason.HOST_CALL, "The guest used an empty key.");
    }
    requireLength("a key", length, GuestLimits.KEY_BYTES_MAX);
    return copyIn(pointer, length);
  }

  long random(int to, int length) {
    requireLength("random bytes", length, GuestLimits.RANDOM_BYTES_MAX);
    instance.memory().requireInside(to, length);
    copyOut(state().random(length), to, length);
    return 0;
  }

  long emit(int topic, int topicLength, int data, int dataLength) {
    tally().event();
    requireLength("a topic", topicLength, GuestLimits.TOPIC_BYTES_MAX);
    requireLength("an event", dataLength, GuestLimits.EVENT_BYTES_MAX);
    state().emit(copyIn(topic, topicLength), copyIn(data, dataLength));
    return 0;
  }

  long log(int level, int pointer, int length) {
    instance.memory().requireInside(pointer, length);
    if (tally().logLine()) {
      state().log(level, text(copyIn(pointer, Math.min(length, GuestLimits.LOG_BYTES_MAX))));
    }
    return 0;
  }

  GuestRevert revert(int pointer, int length) {
    instance.memory().requireInside(pointer, length);
    return new GuestRevert(text(copyIn(pointer, Math.min(length, GuestLimits.REVERT_BYTES_MAX))));
  }

  long sha256(int pointer, int length, int to) {
    byte[] bytes = copyIn(pointer, length);
    try {
      copyOut(MessageDigest.getInstance("SHA-256").digest(bytes), to, SHA256_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
    return 0;
  }

  long ed25519Verify(int publicKey, int message, int messageLength, int signature) {
    instance.charge(FuelSchedule.SIGNATURE);
    boolean valid = Ed25519.isValid(
        copyIn(publicKey, Ed25519.PUBLIC_KEY_BYTES),
        copyIn(message, messageLength),
        copyIn(signature, Ed25519.SIGNATURE_BYTES));
    return valid ? 1 : 0;
  }

  /** The arguments are the pointers and lengths of the actor's id, the method and its arguments. */
  long call(int actor, int actorLength, int method, int methodLength, int args, int argsLength) {
    requireLength("an actor's id", actorLength, GuestLimits.ACTOR_BYTES_MAX);
    requireLength("a method", methodLength, GuestLimits.METHOD_BYTES_MAX);
    requireLength("arguments", argsLength, GuestLimits.CALL_ARGS_BYTES_MAX);
    Present present = call.orElseThrow();
    return nested.call(
        present.state(),
        present.budget(),
        copyIn(actor, actorLength),
        copyIn(method, methodLength),
        copyIn(args, argsLength));
  }

  long callOutput(int to, int capacity) {
    return copyOut(nested.output(), to, capacity);
  }

  GuestTrap abort(int message, int file, int line, int column) {
    return new GuestTrap(
        TrapReason.ABORT,
        "The guest aborted: " + string(message) + " at " + string(file) + ":"
            + Integer.toUnsignedString(line) + ":" + Integer.toUnsignedString(column) + ".");
  }

  /** AssemblyScript seeds {@code Math.random} with it. */
  long seed() {
    long bits = ByteBuffer.wrap(state().random(Long.BYTES)).getLong();
    return Double.doubleToRawLongBits((bits >>> 11) * 0x1.0p-53);
  }

  long trace(int message, int count, long[] numbers) {
    StringBuilder line = new StringBuilder(string(message));
    for (int i = 0; i < Math.min(Math.max(count, 0), numbers.length); i++) {
      line.append(String.format(Locale.ROOT, " %s", Double.longBitsToDouble(numbers[i])));
    }
    if (tally().logLine()) {
      state().log(1, line.toString());
    }
    return 0;
  }

  /** Copies as much as fits, and returns the whole length. */
  long copyOut(byte[] value, int to, int capacity) {
    int length = Integer.compareUnsigned(value.length, capacity) < 0 ? value.length : capacity;
    instance.memory().requireInside(to, length);
    instance.charge(length * FuelSchedule.HOST_BYTE);
    instance.memory().write(to, value, 0, length);
    return value.length;
  }

  private byte[] copyIn(int pointer, int length) {
    instance.memory().requireInside(pointer, length);
    instance.charge(length * FuelSchedule.HOST_BYTE);
    return instance.memory().readBytes(pointer, length);
  }

  private static void requireLength(String what, int length, int max) {
    if (Integer.compareUnsigned(length, max) > 0) {
      throw new GuestTrap(
          TrapReason.HOST_CALL,
          "The guest used " + what + " of " + Integer.toUnsignedString(length)
              + " bytes; the limit is " + max + ".");
    }
  }

  /** An AssemblyScript string, for people; cut where it is long, and empty where the pointer is none. */
  private String string(int pointer) {
    GuestMemory memory = instance.memory();
    int room = memory.pages() * GuestMemory.PAGE_SIZE - pointer;
    if (pointer < STRING_HEADER_BYTES || room < 0) {
      return "";
    }
    int header = pointer - STRING_HEADER_BYTES;
    int length =
        Math.min(memory.readInt(header), Math.min(GuestLimits.REVERT_BYTES_MAX, room)) & ~1;
    return length <= 0 ? "" : text(utf16(memory.readBytes(pointer, length)));
  }

  private static byte[] utf16(byte[] littleEndian) {
    CharBuffer chars = StandardCharsets.UTF_16LE.decode(ByteBuffer.wrap(littleEndian));
    return chars.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Malformed parts become U+FFFD, as the Unicode standard (section 3.9) says, so that every JVM makes the same text of them. */
  static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
