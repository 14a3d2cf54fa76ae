package dev.wastm.ledger.state;

import dev.wastm.stm.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change, as both of a state's structures take it.
 *
 * @param leaf what is to be there, in both of them; null where the key is to be gone
 */
@SuppressWarnings("ArrayRecordComponent")
record Update(byte[] key, Node.@Nullable Leaf leaf) {
  /**
   * Updates that are worth a task of the common fork-join pool: at some 3 µs each, a hundred times what forking costs. Tasks share nothing
   * but what is immutable, so that nothing that comes out depends on who was first.
   */
  static final int FORKED_MIN = 32;

  static Update[] of(List<StateChange> changes) {
    Update[] updates = new Update[changes.size()];
    for (int i = 0; i < updates.length; i++) {
      StateChange change = changes.get(i);
      byte[] key = change.key().bytes();
      updates[i] = change.change() instanceof Change.Put<byte[]> put
          ? new Update(key, new Node.Leaf(key, put.value()))
          : new Update(key, null);
    }
    return updates;
  }
}
