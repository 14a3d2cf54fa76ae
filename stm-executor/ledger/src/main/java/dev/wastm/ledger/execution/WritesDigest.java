package dev.wastm.ledger.execution;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import dev.wastm.stm.WriteVisitor;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The digest of a transaction's net writes: SHA-256 over them in key order, each as 0x01 ‖ u32 key length ‖ key ‖ u32 value length ‖ value,
 * as 0x00 ‖ u32 key length ‖ key for a deletion, or as 0x02 ‖ u32 key length ‖ key ‖ u64 amount for an addition whose sum it has not read.
 */
final class WritesDigest {

  private WritesDigest() {}

  static Digest of(TransactionView<StateKey, byte[]> view) {
    Map<StateKey, Consumer<Sha256>> writes = new TreeMap<>();
    view.forEachWrite(new WriteVisitor<>() {
      @Override
      public void put(StateKey key, byte[] value) {
        writes.put(key, sha -> key(sha, 1, key).u32(value.length).bytes(value));
      }

      @Override
      public void delete(StateKey key) {
        writes.put(key, sha -> key(sha, 0, key));
      }

      @Override
      public void add(StateKey key, long delta) {
        if (key.isOfActor()) {
          writes.put(key, sha -> key(sha, 2, key).u64(delta));
        }
      }
    });
    Sha256 sha = Sha256.start();
    writes.values().forEach(write -> write.accept(sha));
    return sha.finish();
  }

  private static Sha256 key(Sha256 sha, int kind, StateKey key) {
    return sha.u8(kind).u32(key.bytes().length).bytes(key.bytes());
  }
}
