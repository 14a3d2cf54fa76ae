package dev.wastm.wasm.abi;

/**
 * The host-state port: all that a guest can see of the world. Implemented by whoever executes guests; called on the executing thread only.
 * Whatever a method throws passes through the guest, as it is, to whoever began the call. Lengths of keys and values were checked before.
 */
public interface HostState {
  /** The value of one of the actor's keys, which is not modified, or {@code absent} itself where there is none. */
  byte[] readOr(byte[] key, byte[] absent);

  boolean exists(byte[] key);

  /** Takes over both arrays. */
  void write(byte[] key, byte[] value);

  void delete(byte[] key);

  /** Adds to an i64 counter, wrapping: 8 bytes, little endian; absent, or of another length, it is 0. Takes over the key. */
  void add(byte[] key, long delta);

  /** The actor's keys with a prefix, in byte order, own writes included. */
  StateScan scan(byte[] prefix);

  /** How many distinct keys the transaction has read, written, asked for or come to in scans, in all of its calls; never less than before. */
  int touchedKeys();

  /** Whether the batch has room for the keys that the transaction has touched so far; asked whenever they have become more. */
  boolean hasRoomForKeys();

  /** How many distinct keys the transaction has a write of, in all of its calls but those that were undone. */
  int writtenKeys();

  /** The called actor's id. */
  byte[] actor();

  byte[] sender();

  /** The calling actor in a nested call, else the sender. */
  byte[] caller();

  long height();

  /** The batch's timestamp, in milliseconds since the Unix epoch. */
  long timeMs();

  int transactionIndex();

  /** Bytes derived from the batch's seed, the transaction's index and the number of earlier calls. */
  byte[] random(int length);

  void emit(byte[] topic, byte[] data);

  /**
   * Calls another actor, or the same again, inside this transaction: it sees all writes so far. Where it does not succeed, what it wrote and
   * emitted is undone. An actor that is not there is a refusal.
   *
   * @param budget the callee's
   */
  GuestResult call(byte[] actor, byte[] method, byte[] args, CallBudget budget);

  /** @param level 0 debug, 1 info, 2 warning, 3 and above error */
  void log(int level, String message);
}
