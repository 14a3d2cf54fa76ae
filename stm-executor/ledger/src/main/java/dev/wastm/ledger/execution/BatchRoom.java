package dev.wastm.ledger.execution;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.protocol.BatchLimits;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import dev.wastm.stm.WriteVisitor;
import java.util.List;

/**
 * What one transaction takes of what all of its batch may take together, since all of it is in memory until the batch is stored: the keys that
 * are touched, and what is left behind, which is state written, events and outputs. The number of small transactions bounds what they take.
 * Each larger one takes from the room of the batch, and fails where that is used up, by those before it alone. Confined to the thread that
 * executes the transaction.
 *
 * <p>What is taken is added up under two keys below those of all actors, none of which has an empty id. Additions do not conflict but where
 * the room ends. They are no part of the state that the batch makes.
 */
final class BatchRoom {
  private static final StateKey LEFT_BYTES = StateKey.of("", "bytes");
  private static final StateKey TOUCHED_KEYS = StateKey.of("", "keys");

  /** Keys are taken by so many, so that counting them costs little beside touching them. */
  private static final int KEYS_AT_ONCE = 64;

  private final TransactionView<StateKey, byte[]> view;
  private final BatchLimits limits;
  private long keysTaken;

  BatchRoom(TransactionView<StateKey, byte[]> view, BatchLimits limits) {
    this.view = view;
    this.limits = limits;
  }

  /** Whether there is room for the keys that the transaction has touched so far. */
  boolean takeKeys() {
    while (view.touchedKeys() > limits.smallKeys() + keysTaken) {
      if (!view.addWithin(TOUCHED_KEYS, KEYS_AT_ONCE, 0, limits.keys())) {
        return false;
      }
      keysTaken += KEYS_AT_ONCE;
    }
    return true;
  }

  long keysTaken() {
    return keysTaken;
  }

  /**
   * Takes again what a rollback has given back: keys stay in memory, whatever becomes of the transaction.
   *
   * @param takenBefore what had been taken at the savepoint
   */
  void keepKeys(long takenBefore) {
    if (keysTaken > takenBefore) {
      view.add(TOUCHED_KEYS, keysTaken - takenBefore);
    }
  }

  /** Whether there is room for what a transaction leaves, which is taken then; to be asked last. */
  boolean takeBytes(long bytes) {
    return bytes <= limits.smallBytes() || view.addWithin(LEFT_BYTES, bytes, 0, limits.leftBytes());
  }

  /** What a transaction leaves, in bytes; to be asked before {@link #takeBytes}. */
  long bytesLeft(ByteString output, List<Receipt.Event> events) {
    Written written = new Written();
    view.forEachWrite(written);
    long bytes = written.bytes + output.size();
    for (Receipt.Event event : events) {
      bytes += event.topic().size() + event.data().size();
    }
    return bytes;
  }

  private static final class Written implements WriteVisitor<StateKey, byte[]> {
    private long bytes;

    @Override
    public void put(StateKey key, byte[] value) {
      count(key, value.length);
    }

    @Override
    public void delete(StateKey key) {
      count(key, 0);
    }

    @Override
    public void add(StateKey key, long delta) {
      count(key, Long.BYTES);
    }

    private void count(StateKey key, int valueBytes) {
      bytes += key.isOfActor() ? key.bytes().length + valueBytes : 0;
    }
  }
}
