package dev.wastm.ledger.execution;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.Limits;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import dev.wastm.stm.WriteVisitor;
import java.util.List;

/**
 * What the transactions of a batch may leave together, since all of it is in memory until it is stored: state written, events and outputs.
 * The number of small transactions bounds what they leave. Each larger one takes its bytes from the room of the batch, and fails where that is
 * used up, by those before it alone. Confined to the thread that executes the transaction.
 */
final class BatchRoom {
  /**
   * Below the keys of all actors, none of which has an empty id: where the transactions of a batch add up what they took. Additions do not
   * conflict but where the room ends. It is no part of the state that the batch makes.
   */
  private static final StateKey TAKEN = StateKey.of("", "taken");

  private BatchRoom() {}

  /** Of what a batch wrote, what is part of the state. */
  static boolean isState(StateChange change) {
    return !change.key().equals(TAKEN);
  }

  /** What a transaction leaves, in bytes. */
  static long bytes(
      TransactionView<StateKey, byte[]> view, ByteString output, List<Receipt.Event> events) {
    Written written = new Written();
    view.forEachWrite(written);
    long bytes = written.bytes + output.size();
    for (Receipt.Event event : events) {
      bytes += event.topic().size() + event.data().size();
    }
    return bytes;
  }

  /** Takes room for so many bytes, and says whether there was; to be asked last, after which {@link #bytes} counts this too. */
  static boolean take(TransactionView<StateKey, byte[]> view, long bytes) {
    return bytes <= Limits.SMALL_TRANSACTION_BYTES
        || view.addWithin(TAKEN, bytes, 0, Limits.BATCH_BYTES_MAX);
  }

  private static final class Written implements WriteVisitor<StateKey, byte[]> {
    private long bytes;

    @Override
    public void put(StateKey key, byte[] value) {
      bytes += key.bytes().length + value.length;
    }

    @Override
    public void delete(StateKey key) {
      bytes += key.bytes().length;
    }

    @Override
    public void add(StateKey key, long delta) {
      bytes += key.bytes().length + Long.BYTES;
    }
  }
}
