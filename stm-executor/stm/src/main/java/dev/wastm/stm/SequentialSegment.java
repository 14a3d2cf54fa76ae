package dev.wastm.stm;

import java.util.List;

/** Executes a segment of a block sequentially. What it gives is, by definition, the outcome. */
final class SequentialSegment {
  private SequentialSegment() {}

  /**
   * Executes the next transactions of a block.
   *
   * @throws BlockCancelledException where it was cancelled
   */
  static <K, V, R> void run(Block<K, V, R> block, int count) {
    DirectView<K, V> view = new DirectView<>(block.overlay(), block.cancellation());
    int end = block.committed() + count;
    while (block.committed() < end) {
      if (block.cancellation().isCancelled()) {
        throw block.cancelled();
      }
      block.commit(execute(block, view));
    }
    block.count(new Statistics(count, 0, 0, count), List.of());
  }

  private static <K, V, R> Outcome<R> execute(Block<K, V, R> block, DirectView<K, V> view) {
    view.begin(block.committed());
    Outcome<R> outcome;
    try {
      outcome = new Outcome.Returned<>(block.transaction(view.index()).execute(view));
    } catch (SpeculationAborted cancelled) {
      throw block.cancelled();
    } catch (EngineFault e) {
      throw e;
    } catch (Throwable e) {
      view.requireIntact(e);
      view.rollbackTo(0);
      outcome = new Outcome.Threw<>(e);
    }
    view.requireIntact(null);
    block.overlay().apply(view.log());
    return outcome;
  }
}
