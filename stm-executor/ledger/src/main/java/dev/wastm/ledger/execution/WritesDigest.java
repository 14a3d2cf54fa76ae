package dev.wastm.ledger.execution;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import dev.wastm.stm.WriteVisitor;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digest of a transaction's net writes: SHA-256 over them in key order, each as 0x01 ‖ u32 key length ‖ key ‖ u32 value length ‖ value,
 * or as 0x00 ‖ u32 key length ‖ key for a deletion.
 */
final class WritesDigest {
  private static final byte[] DELETED = new byte[0];
  static final Digest NONE = Sha256.start().finish();

  private WritesDigest() {}

  static Digest of(TransactionView<StateKey, byte[]> view) {
    Map<StateKey, byte[]> writes = new TreeMap<>();
    view.forEachWrite(new WriteVisitor<>() {
      @Override
      public void put(StateKey key, byte[] value) {
        writes.put(key, value);
      }

      @Override
      public void delete(StateKey key) {
        writes.put(key, DELETED);
      }
    });
    Sha256 sha = Sha256.start();
    writes.forEach((key, value) -> add(sha, key.bytes(), value));
    return sha.finish();
  }

  private static void add(Sha256 sha, byte[] key, byte[] value) {
    boolean deleted = value == DELETED;
    sha.u8(deleted ? 0 : 1).u32(key.length).bytes(key);
    if (!deleted) {
      sha.u32(value.length).bytes(value);
    }
  }
}
