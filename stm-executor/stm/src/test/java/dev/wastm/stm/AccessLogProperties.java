package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** The log against a map that is copied at each savepoint. */
@Tag("property")
class AccessLogProperties {
  private record Savepoint(int at, TreeMap<Integer, Object> written) {}

  @Property(tries = 500)
  void writesOrderAndRollbacksAreThoseOfAMap(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int keys) {
    Random random = new Random(seed);
    AccessLog<Integer, Object> log = new AccessLog<>();
    for (int transaction = 0; transaction < 3; transaction++) {
      log.clear();
      TreeMap<Integer, Object> written = new TreeMap<>();
      Deque<Savepoint> savepoints = new ArrayDeque<>();
      savepoints.push(new Savepoint(0, new TreeMap<>()));
      for (int step = 0; step < 200; step++) {
        int key = random.nextInt(keys);
        switch (random.nextInt(8)) {
          case 0 -> savepoints.push(new Savepoint(log.savepoint(), new TreeMap<>(written)));
          case 1 -> {
            for (int down = random.nextInt(savepoints.size()); down > 0; down--) {
              savepoints.pop();
            }
            log.rollbackTo(savepoints.element().at());
            written = new TreeMap<>(savepoints.element().written());
          }
          case 2 -> {
            assertEquals(written.ceilingKey(key), log.writtenFrom(key));
            assertEquals(written.higherKey(key), log.writtenAfter(key));
          }
          default -> {
            Object content = random.nextInt(4) == 0 ? Mark.DELETED : (Object) step;
            int slot = log.find(key);
            log.write(slot == AccessLog.NONE ? log.add(key) : slot, content);
            written.put(key, content);
          }
        }
        assertSame(written, log);
      }
    }
  }

  private static void assertSame(TreeMap<Integer, Object> written, AccessLog<Integer, Object> log) {
    assertTrue(log.isIntact());
    assertEquals(written.size(), log.writes());
    for (int slot = 0; slot < log.size(); slot++) {
      assertEquals(slot, log.find(log.key(slot)));
      assertTrue(Objects.equals(written.get(log.key(slot)), log.written(slot)));
    }
  }

  /** Ten million writes of one key are undone by one entry, so they need no memory. */
  @Property(tries = 1)
  void writingAKeyAgainNeedsNoMemory() {
    AccessLog<Integer, Object> log = new AccessLog<>();
    int slot = log.add(1);
    log.write(slot, "first");
    int savepoint = log.savepoint();
    for (int i = 0; i < 10_000_000; i++) {
      log.write(slot, i);
    }
    assertEquals(savepoint + 1, log.savepoint());
    log.rollbackTo(savepoint);
    assertEquals("first", log.written(slot));
  }
}
