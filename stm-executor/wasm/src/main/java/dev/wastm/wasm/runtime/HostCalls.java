package dev.wastm.wasm.runtime;

import dev.wastm.wasm.abi.CallBudget;
import dev.wastm.wasm.abi.CallLimits;
import dev.wastm.wasm.abi.FuelSchedule;
import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.abi.HostState;
import dev.wastm.wasm.abi.TransactionBudget;
import dev.wastm.wasm.crypto.Ed25519;
import dev.wastm.wasm.crypto.Sha256;
import dev.wastm.wasm.trap.GuestRevert;
import dev.wastm.wasm.trap.GuestTrap;
import dev.wastm.wasm.trap.Trap;
import dev.wastm.wasm.trap.TrapReason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the imports do, for one instance: checks pointers and limits, takes fuel, and asks the host state of the present call. Confined to
 * the thread that runs the instance.
 */
final class HostCalls {
  private static final byte[] ABSENT = new byte[0];
  private static final int ABSENT_LENGTH = -1;

  /** AssemblyScript keeps a string's length in bytes in the four bytes before it. */
  private static final int STRING_HEADER_BYTES = 4;

  private record Present(HostState state, CallBudget budget) {}

  private final GuestInstance instance;
  private final FuelSchedule.Host prices;
  private final CallLimits limits;
  private final NestedCalls nested;
  private final Scans scans = new Scans();
  private Optional<Present> call = Optional.empty();

  HostCalls(GuestInstance instance, GuestRules rules) {
    this.instance = instance;
    this.prices = rules.fuel().host();
    this.limits = rules.calls();
    this.nested = new NestedCalls(instance, prices);
  }

  void begin(HostState state, CallBudget budget) {
    call = Optional.of(new Present(state, budget));
    nested.begin();
    scans.begin();
  }

  void end() {
    transaction().closeScans(scans.openCount());
    call = Optional.empty();
  }

  /** Every import begins here. No host function may be called while the module is instantiated. */
  void enter() {
    if (call.isEmpty()) {
      throw new GuestTrap(TrapReason.HOST_NOT_READY);
    }
    instance.charge(prices.call());
  }

  HostState state() {
    return call.orElseThrow().state();
  }

  private TransactionBudget transaction() {
    return call.orElseThrow().budget().transaction();
  }

  long fuelLeft() {
    return Math.max(instance.fuelLeft(), 0);
  }

  long stateRead(int key, int keyLength, int to, int capacity) {
    byte[] keyBytes = key(key, keyLength);
    int touched = state().touchedKeys();
    byte[] value = state().readOr(keyBytes, ABSENT);
    chargeTouch(touched);
    return value == ABSENT ? ABSENT_LENGTH : copyOut(value, to, capacity);
  }

  long stateExists(int key, int keyLength) {
    byte[] keyBytes = key(key, keyLength);
    int touched = state().touchedKeys();
    boolean exists = state().exists(keyBytes);
    chargeTouch(touched);
    return exists ? 1 : 0;
  }

  long stateWrite(int key, int keyLength, int value, int valueLength) {
    byte[] keyBytes = key(key, keyLength);
    requireLength(TrapReason.VALUE_TOO_LONG, valueLength, limits.valueBytes());
    byte[] valueBytes = copyIn(value, valueLength);
    chargeKept(keyBytes.length + valueBytes.length);
    int touched = state().touchedKeys();
    int written = state().writtenKeys();
    state().write(keyBytes, valueBytes);
    chargeWrite(touched, written);
    return 0;
  }

  long stateDelete(int key, int keyLength) {
    byte[] keyBytes = key(key, keyLength);
    chargeKept(keyBytes.length);
    int touched = state().touchedKeys();
    int written = state().writtenKeys();
    state().delete(keyBytes);
    chargeWrite(touched, written);
    return 0;
  }

  long stateAdd(int key, int keyLength, long delta) {
    byte[] keyBytes = key(key, keyLength);
    chargeKept(keyBytes.length + Long.BYTES);
    int touched = state().touchedKeys();
    int written = state().writtenKeys();
    state().add(keyBytes, delta);
    if (state().writtenKeys() != written) {
      instance.charge(prices.firstAdd());
    }
    chargeWrite(touched, written);
    return 0;
  }

  private void chargeKept(int bytes) {
    transaction().write(bytes);
    instance.charge(bytes * prices.keptByte());
  }

  /** @param touched the number of keys that were touched before the write that is to be paid for; {@code written} likewise */
  private void chargeWrite(int touched, int written) {
    if (state().writtenKeys() != written) {
      instance.charge(prices.firstWrite());
    }
    chargeTouch(touched);
  }

  /** @param before the number of keys that were touched before the access that is to be paid for */
  private void chargeTouch(int before) {
    int touched = state().touchedKeys();
    if (touched != before) {
      instance.charge(prices.firstTouch());
      requireRoomForKeys();
    }
  }

  private void requireRoomForKeys() {
    int touched = state().touchedKeys();
    transaction().keys(touched);
    if (!state().hasRoomForKeys()) {
      throw new GuestTrap(TrapReason.BATCH_KEYS, touched);
    }
  }

  long scanOpen(int prefix, int prefixLength) {
    instance.charge(prices.access() + prices.visit());
    requireLength(TrapReason.PREFIX_TOO_LONG, prefixLength, limits.keyBytes());
    transaction().openScan();
    return scans.add(state().scan(copyIn(prefix, prefixLength)));
  }

  /** An entry that does not fit into the room is not consumed. */
  long scanNext(int handle, int to, int capacity) {
    instance.charge(prices.access());
    Scans.Open scan = scans.open(handle);
    Optional<byte[]> entry = scan.peek(this::chargeVisit);
    if (entry.isEmpty()) {
      return ABSENT_LENGTH;
    }
    if (Integer.compareUnsigned(entry.get().length, capacity) <= 0) {
      copyOut(entry.get(), to, capacity);
      scan.consume();
    }
    return entry.get().length;
  }

  private void chargeVisit(int bytes) {
    instance.charge(prices.visit() + bytes * prices.movedByte());
    transaction().visit();
    requireRoomForKeys();
  }

  long scanClose(int handle) {
    scans.close(handle);
    transaction().closeScans(1);
    return 0;
  }

  private byte[] key(int pointer, int length) {
    instance.charge(prices.access());
    if (length == 0) {
      throw new GuestTrap(TrapReason.EMPTY_KEY);
    }
    requireLength(TrapReason.KEY_TOO_LONG, length, limits.keyBytes());
    return copyIn(pointer, length);
  }

  long random(int to, int length) {
    requireLength(TrapReason.RANDOM_TOO_LONG, length, limits.randomBytes());
    instance.memory().requireInside(to, length);
    instance.charge(length * prices.hashedByte());
    copyOut(state().random(length), to, length);
    return 0;
  }

  long emit(int topic, int topicLength, int data, int dataLength) {
    transaction().event();
    requireLength(TrapReason.TOPIC_TOO_LONG, topicLength, limits.topicBytes());
    requireLength(TrapReason.EVENT_TOO_LONG, dataLength, limits.eventBytes());
    instance.charge(prices.event() + (topicLength + dataLength) * prices.keptByte());
    state().emit(copyIn(topic, topicLength), copyIn(data, dataLength));
    return 0;
  }

  long log(int level, int pointer, int length) {
    instance.memory().requireInside(pointer, length);
    if (transaction().logLine()) {
      instance.charge(prices.logLine());
      state().log(level, text(copyIn(pointer, Math.min(length, limits.logBytes()))));
    }
    return 0;
  }

  GuestRevert revert(int pointer, int length) {
    instance.memory().requireInside(pointer, length);
    int cut = Math.min(length, limits.revertBytes());
    instance.charge(cut * prices.textByte());
    return new GuestRevert(text(copyIn(pointer, cut)));
  }

  long sha256(int pointer, int length, int to) {
    byte[] bytes = copyIn(pointer, length);
    instance.charge((length + (long) Sha256.BLOCK_BYTES) * prices.hashedByte());
    copyOut(Sha256.of(bytes), to, Sha256.LENGTH_BYTES);
    return 0;
  }

  long ed25519Verify(int publicKey, int message, int messageLength, int signature) {
    instance.charge(prices.signature());
    boolean valid = Ed25519.isValid(
        copyIn(publicKey, Ed25519.PUBLIC_KEY_BYTES),
        hashed(message, messageLength),
        copyIn(signature, Ed25519.SIGNATURE_BYTES));
    return valid ? 1 : 0;
  }

  private byte[] hashed(int pointer, int length) {
    byte[] bytes = copyIn(pointer, length);
    instance.charge(length * prices.hashedByte());
    return bytes;
  }

  /** The arguments are the pointers and lengths of the actor's id, the method and its arguments. */
  long call(int actor, int actorLength, int method, int methodLength, int args, int argsLength) {
    requireLength(TrapReason.ACTOR_TOO_LONG, actorLength, limits.actorBytes());
    requireLength(TrapReason.METHOD_TOO_LONG, methodLength, limits.methodBytes());
    requireLength(TrapReason.ARGS_TOO_LONG, argsLength, limits.argsBytes());
    Present present = call.orElseThrow();
    int touched = state().touchedKeys();
    long failed = nested.call(
        present.state(),
        present.budget(),
        copyIn(actor, actorLength),
        copyIn(method, methodLength),
        copyIn(args, argsLength));
    if (state().touchedKeys() != touched) {
      // The actor's record is a key as well, also where there is no such actor; and what a callee
      // has touched stays so though it failed.
      requireRoomForKeys();
    }
    return failed;
  }

  long callOutput(int to, int capacity) {
    return copyOut(nested.output(), to, capacity);
  }

  GuestTrap abort(int message, int file, int line, int column) {
    String said = string(message);
    String where = string(file);
    instance.charge(prices.abort() + (said.length() + where.length()) * prices.textByte());
    return new GuestTrap(new Trap(
        TrapReason.ABORT,
        List.of(
            new Trap.Argument.Text(said),
            new Trap.Argument.Text(where),
            new Trap.Argument.Count(Integer.toUnsignedLong(line)),
            new Trap.Argument.Count(Integer.toUnsignedLong(column)))));
  }

  /** AssemblyScript seeds {@code Math.random} with it. */
  long seed() {
    long bits = ByteBuffer.wrap(state().random(Long.BYTES)).getLong();
    return Double.doubleToRawLongBits((bits >>> 11) * 0x1.0p-53);
  }

  long trace(int message, int count, long[] numbers) {
    if (transaction().logLine()) {
      instance.charge(prices.logLine());
      StringBuilder line = new StringBuilder(string(message));
      for (int i = 0; i < Math.min(Math.max(count, 0), numbers.length); i++) {
        line.append(String.format(Locale.ROOT, " %s", Double.longBitsToDouble(numbers[i])));
      }
      state().log(1, line.toString());
    }
    return 0;
  }

  /** Copies as much as fits, and returns the whole length. */
  long copyOut(byte[] value, int to, int capacity) {
    int length = Integer.compareUnsigned(value.length, capacity) < 0 ? value.length : capacity;
    instance.memory().requireInside(to, length);
    instance.charge(length * prices.movedByte());
    instance.memory().write(to, value, 0, length);
    return value.length;
  }

  private byte[] copyIn(int pointer, int length) {
    instance.memory().requireInside(pointer, length);
    instance.charge(length * prices.movedByte());
    return instance.memory().readBytes(pointer, length);
  }

  private static void requireLength(TrapReason reason, int length, int max) {
    if (Integer.compareUnsigned(length, max) > 0) {
      throw new GuestTrap(reason, Integer.toUnsignedLong(length), max);
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
    int length = Math.min(memory.readInt(header), Math.min(limits.revertBytes(), room)) & ~1;
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
