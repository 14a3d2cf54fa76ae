package dev.wastm.benchmarks.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.stm.BlockExecutor;
import dev.wastm.stm.BlockStm;
import dev.wastm.stm.SequentialExecutor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The workload against digests that another implementation of it, in Rust, has computed. */
@Timeout(120)
@Tag("oracle")
class StmWorkloadTest {
  private static final int TRANSACTIONS = 10_000;
  private static final int SEED = 42;

  @ParameterizedTest
  @CsvSource({
    "TWO_READS_TWO_WRITES, 2, 0, 92aa06109150a986",
    "TWO_READS_TWO_WRITES, 10, 0, fa1e064dc889ac88",
    "TWO_READS_TWO_WRITES, 1000, 0, d916bdea22d9a458",
    "EIGHT_READS_FIVE_WRITES, 2, 1000, a60db8058c313356",
    "EIGHT_READS_FIVE_WRITES, 1000, 1000, bf706d8c8094d2b4"
  })
  void hasTheDigestOfOtherImplementations(Shape shape, int accounts, int work, String digest) {
    StmWorkload workload = new StmWorkload(shape, accounts, TRANSACTIONS, work, SEED);
    try (SequentialExecutor sequential = new SequentialExecutor()) {
      assertEquals(digest, digest(workload, sequential));
    }
    for (int threads : new int[] {1, 2, 4, 8, 16, 32}) {
      try (BlockStm parallel =
          BlockStm.builder().threads(threads).adaptive(false).build()) {
        assertEquals(digest, digest(workload, parallel), threads + " threads");
      }
    }
  }

  private static String digest(StmWorkload workload, BlockExecutor executor) {
    return StmMeasurement.hex(
        StmWorkload.digest(workload.run(executor, workload.block()).writes()));
  }
}
