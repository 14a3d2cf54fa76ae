package dev.wastm.ledger.execution;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.execution.system.ActorRecord;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.module.Modules;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.ledger.text.Text;
import dev.wastm.stm.Scan;
import dev.wastm.stm.ScanStep;
import dev.wastm.stm.TransactionView;
import dev.wastm.wasm.abi.CallBudget;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.abi.HostState;
import dev.wastm.wasm.abi.StateScan;
import java.util.Optional;

/**
 * Where a transaction's view of multi-version memory becomes a guest's host state: an actor's own keys are put below its id, and the
 * batch's context is shown, and the transaction's effects are kept for the receipt. Confined to the thread that executes the transaction.
 */
final class GuestHost implements HostState {
  private final TransactionView<StateKey, byte[]> view;
  private final BatchContext batch;
  private final Modules modules;
  private final GuestCall call;
  private final TransactionEffects effects;

  GuestHost(
      TransactionView<StateKey, byte[]> view,
      BatchContext batch,
      Modules modules,
      GuestCall call,
      TransactionEffects effects) {
    this.view = view;
    this.batch = batch;
    this.modules = modules;
    this.call = call;
    this.effects = effects;
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
  public void add(byte[] key, long delta) {
    view.add(stateKey(key), delta);
  }

  @Override
  public StateScan scan(byte[] prefix) {
    StateKey from = stateKey(prefix);
    Scan<StateKey, byte[]> scan = view.scan(from, key -> key.startsWith(from));
    return () -> {
      ScanStep<StateKey, byte[]> step = scan.next();
      effects.scanned(from, step);
      if (step instanceof ScanStep.Entry<StateKey, byte[]> entry) {
        return new StateScan.Step.Entry(entry.key().key(), entry.value());
      }
      return step instanceof ScanStep.Deleted
          ? new StateScan.Step.Deleted()
          : new StateScan.Step.End();
    };
  }

  @Override
  public int touchedKeys() {
    return view.touchedKeys();
  }

  @Override
  public boolean hasRoomForKeys() {
    return effects.room().takeKeys();
  }

  @Override
  public int writtenKeys() {
    return view.writtenKeys();
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
    int randomCall = effects.nextRandomCall();
    byte[] bytes = new byte[length];
    int offset = 0;
    for (int block = 0; offset < length; block++) {
      byte[] digest = Sha256.start()
          .digest(batch.seed())
          .u32(view.index())
          .u32(randomCall)
          .u32(block)
          .finish()
          .toByteArray();
      int count = Math.min(Digest.LENGTH_BYTES, length - offset);
      System.arraycopy(digest, 0, bytes, offset, count);
      offset += count;
    }
    return bytes;
  }

  @Override
  public void emit(byte[] topic, byte[] data) {
    effects.emit(new Receipt.Event(ByteString.copyFrom(topic), ByteString.copyFrom(data)));
  }

  @Override
  public void log(int level, String message) {
    effects.log(new LogLine(level, message));
  }

  @Override
  public GuestResult call(byte[] actor, byte[] method, byte[] args, CallBudget budget) {
    Optional<String> name = Text.ofUtf8(actor);
    if (name.equals(Optional.of(ActorId.SYSTEM))) {
      return new GuestResult.Refused(GuestResult.Refusal.SYSTEM_ACTOR);
    }
    Optional<ActorRecord> record = name.filter(
            id -> ActorId.isValid(id, batch.protocol().transaction()))
        .flatMap(id -> ActorRecord.find(view, ActorRecord.key(id)));
    return record
        .map(found -> call(found.module(), call.nested(actor, method, args), budget))
        .orElseGet(() -> new GuestResult.Refused(GuestResult.Refusal.NO_SUCH_ACTOR));
  }

  private GuestResult call(Digest module, GuestCall nested, CallBudget budget) {
    int savepoint = view.savepoint();
    long keysBefore = effects.room().keysTaken();
    int eventsBefore = effects.eventCount();
    GuestResult result = modules
        .executable(module, batch.protocol().guest())
        .execute(
            nested.method(),
            nested.args(),
            budget,
            new GuestHost(view, batch, modules, nested, effects));
    if (!(result instanceof GuestResult.Success)) {
      view.rollbackTo(savepoint);
      effects.room().keepKeys(keysBefore);
      effects.truncateEvents(eventsBefore);
    }
    return result;
  }

  private StateKey stateKey(byte[] key) {
    return StateKey.of(call.actor(), key);
  }
}
