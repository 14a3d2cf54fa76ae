package dev.wastm.ledger.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Long histories of states, checkpointed again and again. */
@Tag("integration")
class IncrementalCheckpointTest {
  private BlobStore store;
  private SyntheticLedger ledger;
  private Checkpoints checkpoints;

  @BeforeEach
  void open() {
    store = BlobStores.open("memory:");
    ledger = new SyntheticLedger(store, new Random(1));
    checkpoints = new Checkpoints(store, SyntheticLedger.NAME);
  }

  private long storedBytes() {
    try (Stream<BlobInfo> blobs = store.list("ledgers/l/checkpoints/")) {
      return blobs.mapToLong(BlobInfo::sizeBytes).sum();
    }
  }

  @Test
  void theCostFollowsWhatChanged() throws Exception {
    LedgerHead head = ledger.advance(50_000, 50_000);
    checkpoints.write(head);
    long full = storedBytes();
    for (int i = 0; i < 50; i++) {
      head = ledger.advance(100, 50_000);
      checkpoints.write(head);
    }
    long added = storedBytes() - full;
    assertTrue(added < full, "50 checkpoints of 100 changes added " + added + " bytes to " + full);
    LedgerHead restored = new Checkpoints(store, SyntheticLedger.NAME).newestAtMost(1_000);
    assertEquals(head.hash(), restored.hash());
    assertEquals(head.state().root(), restored.state().root());
  }

  /** However the history goes, and whoever writes, every checkpoint restores its height, and has few runs. */
  @Test
  void everyCheckpointRestoresItsHeight() throws Exception {
    Random random = new Random(2);
    Map<Long, State> states = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      LedgerHead head = ledger.advance(1 + random.nextInt(200), 1_000);
      states.put(head.height(), head.state());
      if (random.nextInt(4) == 0) {
        checkpoints = new Checkpoints(store, SyntheticLedger.NAME);
        LedgerHead unused = checkpoints.newestAtMost(random.nextInt(60));
      }
      checkpoints.write(head);
    }
    Checkpoints fresh = new Checkpoints(store, SyntheticLedger.NAME);
    for (Map.Entry<Long, State> state : states.entrySet()) {
      assertEquals(state.getValue().root(), fresh.read(state.getKey()).state().root());
    }
    CheckpointFiles files = new CheckpointFiles(store, SyntheticLedger.NAME);
    for (long height : states.keySet()) {
      int runs = ManifestRuns.runs(files.readManifest(height), height).size();
      assertTrue(runs <= 12, "height " + height + " has " + runs + " runs");
    }
  }

  @Test
  void theSameHistoryGivesTheSameBytes() throws Exception {
    BlobStore other = BlobStores.open("memory:");
    SyntheticLedger twin = new SyntheticLedger(other, new Random(1));
    Checkpoints twins = new Checkpoints(other, SyntheticLedger.NAME);
    for (int i = 0; i < 10; i++) {
      checkpoints.write(ledger.advance(500, 2_000));
      twins.write(twin.advance(500, 2_000));
    }
    try (Stream<BlobInfo> blobs = store.list("")) {
      blobs.forEach(blob -> assertArrayEquals(store.get(blob.key()), other.get(blob.key())));
    }
  }

  @Test
  void aSweepKeepsWhatKeptCheckpointsNeed() throws Exception {
    List<LedgerHead> heads = new ArrayList<>();
    heads.add(ledger.advance(5_000, 5_000));
    checkpoints.write(heads.get(0));
    for (int i = 0; i < 20; i++) {
      heads.add(ledger.advance(20, 5_000));
      checkpoints.write(heads.get(heads.size() - 1));
    }
    long before = storedBytes();
    Sweep.Result swept = checkpoints.sweep(3);
    assertEquals(List.of(21L, 20L, 19L), swept.kept());
    assertEquals(18, swept.removed().size());
    assertEquals(before - storedBytes(), swept.freedBytes());
    assertTrue(swept.freedBytes() > 0);
    Checkpoints fresh = new Checkpoints(store, SyntheticLedger.NAME);
    assertEquals(List.of(19L, 20L, 21L), fresh.heights());
    for (long height = 19; height <= 21; height++) {
      assertEquals(
          heads.get((int) height - 1).state().root(), fresh.read(height).state().root());
    }
    for (long height = 1; height <= 21; height++) {
      assertEquals(heads.get((int) height - 1).hash(), fresh.headAt(height).hash());
    }
    assertEquals(List.of(), fresh.sweep(3).removed());
    LedgerHead next = ledger.advance(20, 5_000);
    checkpoints.write(next);
    assertEquals(next.state().root(), fresh.read(22).state().root());
  }

  /** Where the newest are damaged, the older whole ones are what is kept; where there are too few, nothing is removed. */
  @Test
  void aDamagedCheckpointIsNotCountedAsKept() throws Exception {
    for (int i = 0; i < 4; i++) {
      checkpoints.write(ledger.advance(1_000, 1_000));
    }
    CheckpointFiles files = new CheckpointFiles(store, SyntheticLedger.NAME);
    byte[] manifest = store.get(files.manifestKey(4));
    manifest[20] ^= 1;
    store.put(files.manifestKey(4), manifest, PutMode.OVERWRITE);
    assertEquals(List.of(), checkpoints.sweep(4).removed());
    Sweep.Result swept = checkpoints.sweep(2);
    assertEquals(List.of(3L, 2L), swept.kept());
    assertEquals(List.of(1L), swept.removed());
    assertEquals(3, checkpoints.newestAtMost(9).height());
    assertThrows(IllegalArgumentException.class, () -> checkpoints.sweep(0));
  }

  /** A checkpoint is laid over another one only while that is there. */
  @Test
  void aBaseThatWasSweptAwayIsNotBuiltOn() throws Exception {
    Checkpoints slow = new Checkpoints(store, SyntheticLedger.NAME);
    slow.write(ledger.advance(5_000, 5_000));
    LedgerHead second = ledger.advance(5_000, 5_000);
    checkpoints.write(second);
    assertEquals(List.of(1L), checkpoints.sweep(1).removed());
    LedgerHead third = ledger.advance(10, 5_000);
    slow.write(third);
    assertEquals(third.state().root(), checkpoints.read(3).state().root());
  }
}
