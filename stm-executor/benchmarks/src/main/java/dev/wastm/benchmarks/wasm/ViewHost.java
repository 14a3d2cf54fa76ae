package dev.wastm.benchmarks.wasm;

import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import dev.wastm.wasm.abi.CallBudget;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.abi.HostState;
import dev.wastm.wasm.abi.StateScan;

/** A transaction's view as a guest's host state, without a receipt: what execution alone is measured on. Confined to one thread. */
@SuppressWarnings("ArrayRecordComponent")
record ViewHost(TransactionView<StateKey, byte[]> view, byte[] actor, byte[] sender)
    implements HostState {

  @Override
  public byte[] readOr(byte[] key, byte[] absent) {
    return view.readOr(StateKey.of(actor, key), absent);
  }

  @Override
  public boolean exists(byte[] key) {
    return view.exists(StateKey.of(actor, key));
  }

  @Override
  public void write(byte[] key, byte[] value) {
    view.write(StateKey.of(actor, key), value);
  }

  @Override
  public void delete(byte[] key) {
    view.delete(StateKey.of(actor, key));
  }

  @Override
  public void add(byte[] key, long delta) {
    view.add(StateKey.of(actor, key), delta);
  }

  @Override
  public int touchedKeys() {
    return view.touchedKeys();
  }

  @Override
  public boolean hasRoomForKeys() {
    return true;
  }

  @Override
  public int writtenKeys() {
    return view.writtenKeys();
  }

  @Override
  public StateScan scan(byte[] prefix) {
    throw new UnsupportedOperationException("The measured actors do not scan.");
  }

  @Override
  public byte[] caller() {
    return sender;
  }

  @Override
  public long height() {
    return 1;
  }

  @Override
  public long timeMs() {
    return 0;
  }

  @Override
  public int transactionIndex() {
    return view.index();
  }

  @Override
  public byte[] random(int length) {
    return new byte[length];
  }

  @Override
  public void emit(byte[] topic, byte[] data) {
    // Events belong to receipts, which are measured alone.
  }

  @Override
  public GuestResult call(byte[] callee, byte[] method, byte[] args, CallBudget budget) {
    throw new UnsupportedOperationException("The measured actors call no others.");
  }

  @Override
  public void log(int level, String message) {
    // Nobody reads it.
  }
}
