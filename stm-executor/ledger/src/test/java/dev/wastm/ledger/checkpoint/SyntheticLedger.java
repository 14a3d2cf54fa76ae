package dev.wastm.ledger.checkpoint;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.SealedFile;
import dev.wastm.ledger.proto.ChangeProto;
import dev.wastm.ledger.proto.JournalRecordProto;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Change;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A ledger whose batches have no transactions, but change as much state as is asked for; its journal is as real as any. */
final class SyntheticLedger {
  static final String NAME = "l";
  private static final Digest SEED = Sha256.of(new byte[0]);

  private final BlobStore store;
  private final Random random;
  private LedgerHead head = LedgerHead.before(Fixture.genesis(NAME));

  SyntheticLedger(BlobStore store, Random random) {
    this.store = store;
    this.random = random;
    boolean unused = new GenesisFile(store, NAME).put(head.genesis());
  }

  /** A batch that changes up to a number of keys out of so many, some of them by deletion. */
  LedgerHead advance(int changes, int keys) {
    TreeMap<StateKey, Change<byte[]>> sorted = new TreeMap<>();
    for (int i = 0; i < changes; i++) {
      byte[] value = new byte[8];
      random.nextBytes(value);
      boolean isDeletion = random.nextInt(10) == 0;
      sorted.put(
          StateKey.of("a", "key-" + random.nextInt(keys)),
          isDeletion ? new Change.Delete<>() : new Change.Put<>(value));
    }
    List<StateChange> list = sorted.entrySet().stream()
        .map(change -> new StateChange(change.getKey(), change.getValue()))
        .toList();
    State after = head.state().with(list);
    BatchHeader.Sealed header = new BatchHeader(
            Protocols.FIRST_EPOCH,
            NAME,
            head.genesis().hash(),
            head.height() + 1,
            head.hash(),
            head.state().root(),
            MerkleTree.root(List.of()),
            MerkleTree.root(List.of()),
            after.root(),
            0,
            SEED)
        .seal();
    JournalRecordProto.Builder record = JournalRecordProto.newBuilder().setHeader(header.bytes());
    sorted.forEach((key, change) -> record.addChanges(encode(Map.entry(key, change))));
    store.put(
        new Journal(store, NAME).key(head.height() + 1),
        SealedFile.BATCH.seal(record.build().toByteString()),
        PutMode.IF_ABSENT);
    head = head.after(header, after);
    return head;
  }

  private static ChangeProto encode(Map.Entry<StateKey, Change<byte[]>> change) {
    ChangeProto.Builder proto =
        ChangeProto.newBuilder().setKey(ByteString.copyFrom(change.getKey().bytes()));
    return change.getValue() instanceof Change.Put<byte[]> put
        ? proto.setValue(ByteString.copyFrom(put.value())).build()
        : proto.setDeleted(true).build();
  }
}
