package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine keeps, and what becomes of it where the heap is full. */
@Tag("scale")
class HeapTest {
  private static final String READS = "200000";
  private static final int END_S = 120;

  /** Without an end to the segment, the reads of this block would need some 300 MB. */
  @Test
  void aSmallHeapIsEnoughForManyReadsAndAFullOneEndsTheBlock(@TempDir Path folder)
      throws Exception {
    Path log = folder.resolve("log");
    Process check = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx160m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            HeapCheck.class.getName(),
            READS)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    try {
      assertTrue(check.waitFor(END_S, TimeUnit.SECONDS), () -> "it hangs: " + read(log));
      assertEquals(0, check.exitValue(), () -> read(log));
    } finally {
      check.destroyForcibly();
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whatACommittedTransactionReadIsForgotten() {
    List<TransactionBody<Integer, Long, Long>> block = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      block.add(view -> {
        long sum = 0;
        for (int key = 0; key < 50; key++) {
          sum += view.readOr(key, 1L);
        }
        view.write(60, sum);
        return sum;
      });
    }
    Block<Integer, Long, Long> run =
        new Block<>(block, (key, absent) -> absent, (index, outcome) -> {}, Cancellation.manual());
    ParallelSegment<Integer, Long, Long> segment = new ParallelSegment<>(run, 300, 0, false);
    TaskRunner<Integer, Long, Long> runner =
        new TaskRunner<>(segment, segment.scheduler()::awaitExecution);
    for (int i = 0; i < 100; i++) {
      runner.run(segment.scheduler().nextTask());
    }
    assertEquals(50 * 100, segment.memory().readsKept(runner.kept()));
    runner.commitAll();
    assertEquals(100, run.committed());
    assertEquals(0, segment.memory().readsKept(runner.kept()));
    assertEquals(null, segment.memory().findConflict(7), "a validation that comes late");
  }

  @Test
  void aStretchEndsWhereItKeepsMuch() {
    int reads = 100_000;
    List<TransactionBody<Integer, Long, Long>> block = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int first = i * reads;
      block.add(view -> {
        long sum = 0;
        for (int key = first; key < first + reads; key++) {
          sum += view.readOr(key, 1L);
        }
        view.write(first, sum);
        return sum + view.readOr(first - reads, 0L);
      });
    }
    Block<Integer, Long, Long> run =
        new Block<>(block, (key, absent) -> absent, (index, outcome) -> {}, Cancellation.manual());
    ParallelSegment<Integer, Long, Long> segment = new ParallelSegment<>(run, 8, 0, false);
    segment.work();
    segment.finish();
    assertTrue(run.committed() > 0 && run.committed() < 8, run.committed() + " are committed");
    assertEquals(run.committed(), run.result().writes().size());
    try (BlockStm executor = BlockStm.builder().threads(2).adaptive(false).build()) {
      List<Outcome<Long>> outcomes =
          executor.execute(block, (Integer key, Long absent) -> absent).outcomes();
      assertEquals(new Outcome.Returned<>((long) reads), outcomes.get(0));
      assertEquals(new Outcome.Returned<>(2L * reads), outcomes.get(7));
    }
  }
}
