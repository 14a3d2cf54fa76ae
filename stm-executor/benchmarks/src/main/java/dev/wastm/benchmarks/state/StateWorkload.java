package dev.wastm.benchmarks.state;

import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Change;
import dev.wastm.stm.Statistics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * A state of many keys, {@code bench/0000000000} and so on (16 bytes as stored), with values of 8 bytes; and batches without transactions
 * that give some of the keys, chosen at random, other values. Confined to one thread.
 */
final class StateWorkload {
  static final String LEDGER = "bench";

  /** How many keys are added at a time; as many as fit a large batch. */
  private static final int ADDED_AT_A_TIME = 100_000;

  private static final byte[] ACTOR = LEDGER.getBytes(StandardCharsets.UTF_8);
  private static final int KEY_DIGITS = 10;

  private final int keys;
  private final Random random = new Random(42);

  StateWorkload(int keys) {
    this.keys = keys;
  }

  /** All keys. */
  State fill() {
    State state = State.EMPTY;
    for (int from = 0; from < keys; from += ADDED_AT_A_TIME) {
      List<StateChange> changes = new ArrayList<>();
      for (int i = from; i < Math.min(keys, from + ADDED_AT_A_TIME); i++) {
        changes.add(change(i));
      }
      state = state.with(changes);
    }
    return state;
  }

  /** New values for some of the keys; for all of them where there are no more. */
  List<StateChange> update(int count) {
    TreeSet<Integer> chosen = new TreeSet<>();
    while (chosen.size() < Math.min(count, keys)) {
      chosen.add(random.nextInt(keys));
    }
    return chosen.stream().map(this::change).toList();
  }

  private StateChange change(int number) {
    byte[] key = new byte[KEY_DIGITS];
    int rest = number;
    for (int i = KEY_DIGITS - 1; i >= 0; i--) {
      key[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(random.nextLong()).array();
    return new StateChange(StateKey.of(ACTOR, key), new Change.Put<>(value));
  }

  /** Stores a batch with these changes in the journal. */
  static LedgerHead append(Journal journal, LedgerHead head, List<StateChange> changes)
      throws ForkException, CorruptRecordException {
    Batch batch = Batch.of(
        LEDGER,
        head.genesis().hash(),
        head.height() + 1,
        head.hash(),
        0,
        Sha256.of(new byte[0]),
        List.of());
    State after = head.state().with(changes);
    Digest none = MerkleTree.root(List.of());
    BatchHeader.Sealed header = new BatchHeader(
            Protocols.FIRST_EPOCH,
            LEDGER,
            batch.genesis(),
            batch.height(),
            batch.parentHash(),
            head.state().root(),
            none,
            none,
            after.root(),
            batch.timestampMs(),
            batch.seed())
        .seal();
    Statistics statistics = new Statistics(0, 0, 0, 0);
    journal.append(new ExecutedBatch(
        new BatchOutcome(batch, header, List.of(), changes),
        Protocols.known().newest(),
        after,
        statistics));
    return head.after(header, after);
  }
}
