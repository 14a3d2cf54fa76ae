package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WrittenKeysTest {
  private static final int ROUNDS = 20_000;

  private final MultiVersionMemory<Integer, Long> memory =
      new MultiVersionMemory<>(10, new CommittedOverlay<>((key, absent) -> absent));

  private final KeptReads kept = new KeptReads();

  private void record(int transaction, int... keys) {
    AccessLog<Integer, Long> log = new AccessLog<>();
    for (int key : keys) {
      log.write(log.add(key), 1L);
    }
    memory.record(transaction, log, List.of(), kept);
  }

  @Test
  void hasWhatIsWrittenAndNotWhatWasReadOrRetracted() {
    memory.chain(7).readBelow(3);
    record(1, 4, 5);
    assertEquals(Set.of(4, 5), memory.written().keySet());
    record(2, 5, 6);
    memory.chain(8).readBelow(3);
    assertEquals(Set.of(4, 5, 6), memory.written().keySet());
    record(1, 9);
    assertEquals(Set.of(5, 6, 9), memory.written().keySet());
    memory.convertWritesToEstimates(2);
    assertEquals(Set.of(5, 6, 9), memory.written().keySet(), "estimates are waited for");
    record(2);
    assertEquals(Set.of(9), memory.written().keySet());
  }

  @Test
  void hasWhatIsCommittedWhereItCounts() {
    record(0, 1);
    record(2, 2);
    memory.settle(0, kept);
    assertEquals(Set.of(1), memory.settled(1).keySet());
    record(1, 3);
    memory.settle(1, kept);
    assertEquals(Set.of(1, 3), memory.settled(2).keySet());
    record(2, 4);
    memory.settle(2, kept);
    assertEquals(Set.of(1, 3, 4), memory.settled(3).keySet());
  }

  /** Two write and retract the same key, while a third asks for the order for the first time: what is live at the end is there. */
  @Test
  void missesNoKeyAfterARace() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        WrittenKeys<Integer, Long> keys = new WrittenKeys<>();
        VersionChain<Integer, Long> chain =
            new VersionChain<>(1, new CommittedOverlay<>((key, absent) -> absent));
        CyclicBarrier start = new CyclicBarrier(3);
        int last = round;
        List<Future<?>> parts = new ArrayList<>();
        for (int i = 1; i < 3; i++) {
          int writer = i;
          parts.add(threads.submit(() -> {
            start.await();
            chain.set(writer, 5L);
            keys.written(chain);
            if ((last & writer) == 0) {
              chain.set(writer, Mark.REMOVED);
              keys.retracted(chain);
            }
            return null;
          }));
        }
        parts.add(threads.submit(() -> {
          start.await();
          return keys.live(List.of(chain));
        }));
        for (Future<?> part : parts) {
          part.get();
        }
        boolean isLive = (round & 3) != 0;
        assertEquals(isLive, chain.isWritten());
        assertEquals(isLive, keys.live(List.of(chain)).containsKey(1), "round " + round);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
