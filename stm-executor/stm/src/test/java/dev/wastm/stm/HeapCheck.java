package dev.wastm.stm;

import java.util.ArrayList;
import java.util.List;

/**
 * Blocks that read far more than fits the heap, and blocks that want more than there is, on a virtual machine of its own. Arguments: reads a
 * transaction. Exits with 0 where the first come to their end, the others end by telling of the heap, and the executor works afterwards.
 */
public final class HeapCheck {
  private static final int TRANSACTIONS = 12;
  private static final int ROUNDS = 5;

  private HeapCheck() {}

  public static void main(String[] args) {
    int reads = Integer.parseInt(args[0]);
    try (SequentialExecutor sequential = new SequentialExecutor();
        BlockStm parallel = BlockStm.builder().threads(2).adaptive(false).build()) {
      for (BlockExecutor executor : List.of(sequential, parallel)) {
        require(
            reader(reads, TRANSACTIONS)
                .equals(executor.execute(block(reads), (key, absent) -> absent).outcomes()),
            "outcomes");
        for (int round = 0; round < ROUNDS; round++) {
          requireHeapIsTold(executor);
          require(
              executor.execute(block(10), (key, absent) -> absent).outcomes().size()
                  == TRANSACTIONS,
              "the next block");
        }
      }
    }
    System.out.println("all as it should be");
  }

  private static List<Outcome<Long>> reader(int reads, int transactions) {
    List<Outcome<Long>> outcomes = new ArrayList<>();
    for (int i = 0; i < transactions; i++) {
      outcomes.add(new Outcome.Returned<>((long) reads));
    }
    return outcomes;
  }

  private static List<TransactionBody<Long, Long, Long>> block(int reads) {
    List<TransactionBody<Long, Long, Long>> block = new ArrayList<>();
    for (int i = 0; i < TRANSACTIONS; i++) {
      long first = (long) i * reads;
      block.add(view -> {
        long sum = 0;
        for (long key = first; key < first + reads; key++) {
          sum += view.readOr(key, 1L);
        }
        return sum;
      });
    }
    return block;
  }

  private static void requireHeapIsTold(BlockExecutor executor) {
    List<TransactionBody<Long, Long, Long>> block = block(10);
    block.add(view -> {
      for (long key = 0; true; key++) {
        view.write(key, key);
      }
    });
    try {
      executor.execute(block, (key, absent) -> absent);
      require(false, "a block that needs an endless heap has ended");
    } catch (BlockFailedException e) {
      require(e.getCause() instanceof OutOfMemoryError, e.toString());
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      System.out.println("NOT SO: " + what);
      System.exit(1);
    }
  }
}
