package dev.wastm.wasm.testing;

import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.abi.CallBudget;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.abi.HostState;
import dev.wastm.wasm.abi.StateScan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A ledger of one actor, in a map, which writes down all that a guest does. Calls of actors call the same module, and undo nothing. */
public class TestHost implements HostState {
  final Map<String, byte[]> state = new TreeMap<>();
  final List<String> events = new ArrayList<>();
  public final List<String> log = new ArrayList<>();
  private final Set<String> touched = new HashSet<>();
  private final Set<String> written = new HashSet<>();
  private Optional<ExecutableModule> callee = Optional.empty();

  public TestHost calling(ExecutableModule module) {
    callee = Optional.of(module);
    return this;
  }

  public TestHost with(String key, String value) {
    state.put(key, bytes(value));
    return this;
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  public static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** All that is seen from outside. */
  public String seen() {
    StringBuilder seen = new StringBuilder();
    state.forEach(
        (key, value) -> seen.append(key).append('=').append(text(value)).append('\n'));
    return seen.append(events).append(log).toString();
  }

  @Override
  public byte[] readOr(byte[] key, byte[] absent) {
    touched.add(text(key));
    return state.getOrDefault(text(key), absent);
  }

  @Override
  public boolean exists(byte[] key) {
    touched.add(text(key));
    return state.containsKey(text(key));
  }

  @Override
  public void write(byte[] key, byte[] value) {
    write(key);
    state.put(text(key), value);
  }

  @Override
  public void delete(byte[] key) {
    write(key);
    state.remove(text(key));
  }

  @Override
  public void add(byte[] key, long delta) {
    write(key);
    state.merge(
        text(key),
        littleEndian(delta),
        (before, added) ->
            littleEndian(Long.reverseBytes(ByteBuffer.wrap(before).getLong()) + delta));
  }

  private void write(byte[] key) {
    touched.add(text(key));
    written.add(text(key));
  }

  @Override
  public int touchedKeys() {
    return touched.size();
  }

  @Override
  public boolean hasRoomForKeys() {
    return true;
  }

  @Override
  public int writtenKeys() {
    return written.size();
  }

  private static byte[] littleEndian(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(Long.reverseBytes(number)).array();
  }

  @Override
  public StateScan scan(byte[] prefix) {
    Iterator<Map.Entry<String, byte[]>> entries = new TreeMap<>(state)
        .tailMap(text(prefix)).entrySet().stream()
            .takeWhile(entry -> entry.getKey().startsWith(text(prefix)))
            .iterator();
    return () -> {
      if (!entries.hasNext()) {
        return new StateScan.Step.End();
      }
      Map.Entry<String, byte[]> entry = entries.next();
      touched.add(entry.getKey());
      return new StateScan.Step.Entry(bytes(entry.getKey()), entry.getValue());
    };
  }

  @Override
  public byte[] actor() {
    return bytes("the-actor");
  }

  @Override
  public byte[] sender() {
    return bytes("the-sender");
  }

  @Override
  public byte[] caller() {
    return bytes("the-caller");
  }

  @Override
  public long height() {
    return 7;
  }

  @Override
  public long timeMs() {
    return 1_700_000_000_000L;
  }

  @Override
  public int transactionIndex() {
    return 3;
  }

  @Override
  public byte[] random(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i + 1);
    }
    return bytes;
  }

  @Override
  public GuestResult call(byte[] actor, byte[] method, byte[] args, CallBudget budget) {
    return callee.orElseThrow().execute(method, args, budget, this);
  }

  @Override
  public void emit(byte[] topic, byte[] data) {
    events.add(text(topic) + ":" + text(data));
  }

  @Override
  public void log(int level, String message) {
    log.add(level + ":" + message);
  }
}
