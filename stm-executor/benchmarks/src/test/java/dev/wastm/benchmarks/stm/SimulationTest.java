package dev.wastm.benchmarks.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.stm.BlockResult;
import dev.wastm.stm.SequentialExecutor;
import dev.wastm.stm.TransactionBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final Simulation.Costs COSTS = new Simulation.Costs(20_000, 200, 100, 200, 5_000);

  private static List<TransactionBody<Integer, Long, Long>> increments(int size, int keys) {
    Random random = new Random(1);
    List<TransactionBody<Integer, Long, Long>> block = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int key = random.nextInt(keys);
      block.add(view -> {
        long value = view.readOr(key, 0L);
        view.write(key, value + 1);
        return value;
      });
    }
    return block;
  }

  private static double speedup(List<TransactionBody<Integer, Long, Long>> block, int threads) {
    double ns = Simulation.run(block, (key, absent) -> absent, COSTS, threads).durationNs();
    return block.size() * COSTS.executionNs() / ns;
  }

  @Test
  void independentTransactionsScaleAndDependentOnesDoNot() {
    List<TransactionBody<Integer, Long, Long>> independent = increments(2_000, 1_000_000);
    assertTrue(speedup(independent, 1) > 0.9 && speedup(independent, 1) <= 1);
    assertTrue(speedup(independent, 2) > 1.8 && speedup(independent, 2) <= 2);
    assertTrue(speedup(independent, 16) > 12 && speedup(independent, 16) <= 16);
    List<TransactionBody<Integer, Long, Long>> dependent = increments(500, 1);
    assertTrue(speedup(dependent, 16) < 1.1);
  }

  @Test
  void itIsDeterministicAndItsOutcomeIsTheSequentialOne() {
    List<TransactionBody<Integer, Long, Long>> block = increments(500, 20);
    var one = Simulation.run(block, (key, absent) -> absent, COSTS, 8);
    var other = Simulation.run(block, (key, absent) -> absent, COSTS, 8);
    assertEquals(one, other);
    try (SequentialExecutor sequential = new SequentialExecutor()) {
      BlockResult<Integer, Long, Long> expected =
          sequential.execute(block, (key, absent) -> absent);
      assertEquals(expected.outcomes(), one.result().outcomes());
      assertEquals(expected.writes(), one.result().writes());
      assertTrue(one.result().statistics().aborts() > 0);
    }
  }
}
