package dev.wastm.ledger.execution;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import dev.wastm.wasm.HostState;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a transaction's view of multi-version memory becomes a guest's host state: an actor's own keys are put below its id, and the
 * batch's context, the events and the log lines are kept for the receipt. Confined to the thread that executes the transaction.
 */
final class GuestHost implements HostState {
  private final TransactionView<StateKey, byte[]> view;
  private final BatchContext batch;
  private final Call call;
  private final List<Receipt.Event> events = new ArrayList<>();
  private final List<LogLine> log = new ArrayList<>();
  private int randomCalls;

  GuestHost(TransactionView<StateKey, byte[]> view, BatchContext batch, Call call) {
    this.view = view;
    this.batch = batch;
    this.call = call;
  }

  List<Receipt.Event> events() {
    return events;
  }

  List<LogLine> log() {
    return log;
  }

  @Override
  public byte[] readOr(byte[] key, byte[] absent) {
    return view.readOr(stateKey(key), absent);
  }

  @Override
  public boolean exists(byte[] key) {
    return view.exists(stateKey(key));
  }

  @Override
  public void write(byte[] key, byte[] value) {
    view.write(stateKey(key), value);
  }

  @Override
  public void delete(byte[] key) {
    view.delete(stateKey(key));
  }

  @Override
  public byte[] actor() {
    return call.actor();
  }

  @Override
  public byte[] sender() {
    return call.sender();
  }

  @Override
  public byte[] caller() {
    return call.caller();
  }

  @Override
  public long height() {
    return batch.height();
  }

  @Override
  public long timeMs() {
    return batch.timestampMs();
  }

  @Override
  public int transactionIndex() {
    return view.index();
  }

  /** The n-th call's bytes: the concatenation, over blocks from 0, of SHA-256(seed ‖ u32 transaction index ‖ u32 n ‖ u32 block). */
  @Override
  public byte[] random(int length) {
    byte[] bytes = new byte[length];
    int offset = 0;
    for (int block = 0; offset < length; block++) {
      byte[] digest = Sha256.start()
          .digest(batch.seed())
          .u32(view.index())
          .u32(randomCalls)
          .u32(block)
          .finish()
          .toByteArray();
      int count = Math.min(Digest.LENGTH_BYTES, length - offset);
      System.arraycopy(digest, 0, bytes, offset, count);
      offset += count;
    }
    randomCalls++;
    return bytes;
  }

  @Override
  public void emit(byte[] topic, byte[] data) {
    events.add(new Receipt.Event(ByteString.copyFrom(topic), ByteString.copyFrom(data)));
  }

  @Override
  public void log(int level, String message) {
    log.add(new LogLine(level, message));
  }

  private StateKey stateKey(byte[] key) {
    return StateKey.of(call.actor(), key);
  }
}
