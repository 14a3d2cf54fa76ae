package dev.wastm.ledger.execution.trace;

import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Scan;
import dev.wastm.stm.TransactionView;
import dev.wastm.stm.WriteVisitor;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A view that notes each access to a key of an actor. What a batch adds up for itself, below the keys of all actors, is not noted. */
final class WatchedView implements TransactionView<StateKey, byte[]> {
  private final TransactionView<StateKey, byte[]> view;
  private final List<StateAccess> noted;

  WatchedView(TransactionView<StateKey, byte[]> view, List<StateAccess> noted) {
    this.view = view;
    this.noted = noted;
  }

  private void note(StateAccess access) {
    if (access.key().isOfActor()) {
      noted.add(access);
    }
  }

  @Override
  public byte[] readOr(StateKey key, byte[] absent) {
    byte[] value = view.readOr(key, absent);
    note(StateAccess.ofRead(key, value == absent ? Optional.empty() : Optional.of(value)));
    return value;
  }

  @Override
  public Optional<byte[]> read(StateKey key) {
    Optional<byte[]> value = view.read(key);
    note(StateAccess.ofRead(key, value));
    return value;
  }

  @Override
  public boolean exists(StateKey key) {
    boolean exists = view.exists(key);
    note(StateAccess.ofQuestion(key, exists));
    return exists;
  }

  @Override
  public void write(StateKey key, byte[] value) {
    view.write(key, value);
    note(StateAccess.ofWrite(key, value));
  }

  @Override
  public void delete(StateKey key) {
    view.delete(key);
    note(StateAccess.ofDeletion(key));
  }

  @Override
  public void add(StateKey key, long delta) {
    view.add(key, delta);
    note(StateAccess.ofAddition(key, delta));
  }

  /** Batches alone add within bounds, and of that nothing is noted. */
  @Override
  public boolean addWithin(StateKey key, long delta, long min, long max) {
    return view.addWithin(key, delta, min, max);
  }

  @Override
  public Scan<StateKey, byte[]> scan(StateKey from, Predicate<? super StateKey> within) {
    note(StateAccess.ofScan(from));
    return view.scan(from, within);
  }

  @Override
  public void poll() {
    view.poll();
  }

  @Override
  public int savepoint() {
    return view.savepoint();
  }

  @Override
  public void rollbackTo(int savepoint) {
    view.rollbackTo(savepoint);
  }

  @Override
  public void forEachWrite(WriteVisitor<StateKey, byte[]> visitor) {
    view.forEachWrite(visitor);
  }

  @Override
  public int touchedKeys() {
    return view.touchedKeys();
  }

  @Override
  public int writtenKeys() {
    return view.writtenKeys();
  }

  @Override
  public int index() {
    return view.index();
  }
}
