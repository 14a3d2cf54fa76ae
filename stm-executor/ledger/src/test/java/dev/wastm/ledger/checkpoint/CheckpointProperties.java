package dev.wastm.ledger.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.LedgerHead;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;

/**
 * Checkpoints against a model: which heights have one, and which of these are damaged. Whatever two writers, sweeps and damage do, in any order,
 * every checkpoint that is there and untouched is the state of its height, and every height can be reached.
 */
@Tag("property")
class CheckpointProperties {
  private static final int KEYS = 400;

  private enum Kind {
    ADVANCE,
    WRITE,
    WRITE_ELSEWHERE,
    RESTART,
    SWEEP,
    DAMAGE
  }

  private record Step(Kind kind, int number) {}

  @Property(tries = 60)
  void everyHeightCanBeReached(@ForAll("histories") List<Step> steps) throws Exception {
    new Model().run(steps);
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Kind> kinds = Arbitraries.frequency(
        Tuple.of(6, Kind.ADVANCE),
        Tuple.of(5, Kind.WRITE),
        Tuple.of(2, Kind.WRITE_ELSEWHERE),
        Tuple.of(1, Kind.RESTART),
        Tuple.of(2, Kind.SWEEP),
        Tuple.of(1, Kind.DAMAGE));
    return Combinators.combine(kinds, Arbitraries.integers().between(1, 60))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(40);
  }

  private static final class Model {
    private final BlobStore store = BlobStores.open("memory:");
    private final CheckpointFiles files = new CheckpointFiles(store, SyntheticLedger.NAME);
    private final SyntheticLedger ledger = new SyntheticLedger(store, new Random(7));
    private final Map<Long, Digest> roots = new HashMap<>();
    private final Set<BlobKey> damaged = new HashSet<>();
    private LedgerHead head;
    private Checkpoints writer = checkpoints();
    private final Checkpoints elsewhere = checkpoints();

    Model() {
      // Large against what comes, so that checkpoints are laid over each other in several runs.
      head = advance(KEYS);
      writer.write(head);
    }

    private Checkpoints checkpoints() {
      return new Checkpoints(store, SyntheticLedger.NAME);
    }

    void run(List<Step> steps) throws Exception {
      for (Step step : steps) {
        switch (step.kind()) {
          case ADVANCE -> head = advance(1 + step.number() / 4);
          case WRITE -> writer.write(head);
          case WRITE_ELSEWHERE -> elsewhere.write(head);
          case RESTART -> {
            writer = checkpoints();
            LedgerHead unused = writer.newestAtMost(step.number());
          }
          case SWEEP -> sweep(1 + step.number() % 4);
          case DAMAGE -> damage(step.number());
        }
        requireAll();
      }
    }

    private LedgerHead advance(int changes) {
      LedgerHead next = ledger.advance(changes, KEYS);
      roots.put(next.height(), next.state().root());
      return next;
    }

    private void sweep(int keep) throws Exception {
      List<Long> before = newestFirst(whole());
      List<Long> expected = before.subList(0, Math.min(keep, before.size()));
      Sweep.Result swept = writer.sweep(keep);
      assertEquals(expected, swept.kept());
      boolean hasRemoved = expected.size() == keep;
      assertEquals(hasRemoved ? expected : before, newestFirst(whole()));
    }

    private static List<Long> newestFirst(SortedSet<Long> heights) {
      return heights.stream().sorted(Comparator.reverseOrder()).toList();
    }

    /** Takes the last byte from some file. That any other change is found too is what other tests show, byte by byte. */
    private void damage(int number) {
      List<BlobKey> keys;
      try (Stream<BlobInfo> listed = store.list("ledgers/l/checkpoints/")) {
        keys = listed.map(BlobInfo::key).toList();
      }
      if (!keys.isEmpty()) {
        BlobKey key = keys.get(number % keys.size());
        byte[] bytes = store.get(key);
        store.put(key, Arrays.copyOf(bytes, bytes.length - 1), PutMode.OVERWRITE);
        damaged.add(key);
      }
    }

    /**
     * The heights of the checkpoints of which no file is damaged or missing: a sweep takes those that only damaged ones need, and a writer
     * does not learn that what it laid its last checkpoint over was damaged since.
     */
    private SortedSet<Long> whole() throws Exception {
      TreeSet<Long> whole = new TreeSet<>();
      for (long height : files.heights()) {
        if (!damaged.contains(files.manifestKey(height))
            && ManifestRuns.runs(files.readManifest(height), height).stream()
                .flatMap(List::stream)
                .map(files::key)
                .allMatch(part -> !damaged.contains(part) && store.head(part).isPresent())) {
          whole.add(height);
        }
      }
      return whole;
    }

    private void requireAll() throws Exception {
      SortedSet<Long> whole = whole();
      for (long height : files.heights()) {
        assertEquals(
            whole.contains(height) ? Optional.of(roots.get(height)) : Optional.empty(),
            checkpoints().find(height).map(found -> found.state().root()));
      }
      for (long height = 1; height <= head.height(); height += 1 + head.height() / 5) {
        assertEquals(roots.get(height), checkpoints().headAt(height).state().root());
      }
    }
  }
}
