package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scheduler as a state machine: small blocks on two and three threads, in every order in which their steps can follow each other, up to
 * a bound. A step is to take a task, to execute it without publishing, to publish it, to validate, or to commit. The code is the real one; only
 * the threads are played.
 */
@Tag("model")
class InterleavingsTest {
  private static final int RUNS_MAX = 60_000;
  private static final int STEPS_MAX = 400;

  private static final Map<String, List<TransactionBody<String, Long, Long>>> BLOCKS = Map.of(
      "chain", List.of(increment("a"), increment("a"), increment("a")),
      "fork", List.of(copy("a", "b"), increment("a"), copy("b", "a")),
      "appear", List.of(onlyIf("a", "b"), write("a"), onlyIf("a", "c"), onlyIf("c", "a")),
      "vanish", List.of(write("a"), onlyIf("a", "b"), delete("a"), onlyIf("b", "c")),
      "pass", List.of(write("b"), countAndAdd("a", "b"), countAndAdd("a", "c")),
      "scan", List.of(write("b"), count("a"), delete("b"), count("a")),
      "buried", List.of(increment("a"), deleteIf("a", 41, "b"), count("a")),
      "unearthed", List.of(increment("a"), deleteIf("a", 40, "b"), count("a")),
      "retracted", List.of(increment("a"), copyIf("a", 40, "b"), count("a"), count("b")));

  private static TransactionBody<String, Long, Long> increment(String key) {
    return view -> {
      long value = view.readOr(key, 0L);
      view.write(key, value + 1);
      return value;
    };
  }

  private static TransactionBody<String, Long, Long> copy(String from, String to) {
    return view -> {
      long value = view.readOr(from, 7L);
      view.write(to, value * 3);
      return value;
    };
  }

  private static TransactionBody<String, Long, Long> write(String key) {
    return view -> {
      view.write(key, 5L);
      return 0L;
    };
  }

  private static TransactionBody<String, Long, Long> delete(String key) {
    return view -> {
      view.delete(key);
      return 0L;
    };
  }

  private static TransactionBody<String, Long, Long> onlyIf(String present, String written) {
    return view -> {
      boolean exists = view.exists(present);
      if (exists) {
        view.add(written, 2);
      }
      return exists ? 1L : 0L;
    };
  }

  private static TransactionBody<String, Long, Long> deleteIf(String read, long value, String key) {
    return view -> {
      if (view.readOr(read, 0L) == value) {
        view.delete(key);
      }
      return 0L;
    };
  }

  private static TransactionBody<String, Long, Long> copyIf(String read, long value, String key) {
    return view -> {
      if (view.readOr(read, 0L) == value) {
        view.write(key, value);
      }
      return 0L;
    };
  }

  private static TransactionBody<String, Long, Long> count(String from) {
    return view -> {
      Scan<String, Long> scan = view.scan(from, key -> true);
      // Tombstones count too, so that one more or less is another outcome.
      long found = 0;
      ScanStep<String, Long> step = scan.next();
      while (!(step instanceof ScanStep.End)) {
        found += step instanceof ScanStep.Deleted ? 100 : 1;
        step = scan.next();
      }
      return found * 1_000 + view.touchedKeys();
    };
  }

  private static TransactionBody<String, Long, Long> countAndAdd(String from, String added) {
    return view -> {
      long found = count(from).execute(view);
      return view.addWithin(added, 1, -100, 100) ? found : -found;
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void everyOrderOfStepsEndsWithTheSequentialOutcome(int threads) {
    BLOCKS.forEach((name, block) -> explore(name, block, threads));
  }

  private static void explore(
      String name, List<TransactionBody<String, Long, Long>> block, int threads) {
    Played expected = Played.sequential(block);
    List<Integer> choices = new ArrayList<>();
    int runs = 0;
    do {
      Played played = new Played(block, threads, choices);
      played.run(STEPS_MAX);
      assertEquals(expected.outcome(), played.outcome(), () -> name + " in the order " + choices);
    } while (++runs < RUNS_MAX && next(choices));
    assertTrue(runs > 1_000, name + " was explored in " + runs + " orders only");
  }

  /** The next sequence of choices, depth first: the last one that has an alternative left takes it. */
  private static boolean next(List<Integer> choices) {
    while (!choices.isEmpty()) {
      int last = choices.remove(choices.size() - 1);
      int alternatives = last >>> Played.ALTERNATIVES_SHIFT;
      int taken = last & Played.CHOICE_MASK;
      if (taken + 1 < alternatives) {
        choices.add(alternatives << Played.ALTERNATIVES_SHIFT | taken + 1);
        return true;
      }
    }
    return false;
  }

  @Test
  void theExplorationFindsAnEngineThatDoesNotValidate() {
    List<TransactionBody<String, Long, Long>> block = List.of(increment("a"), increment("a"));
    List<Integer> choices = new ArrayList<>();
    boolean differed = false;
    Played expected = Played.sequential(block);
    do {
      Played played = new Played(block, 2, choices).withoutValidation();
      played.run(STEPS_MAX);
      differed |= !expected.outcome().equals(played.outcome());
    } while (!differed && next(choices));
    assertTrue(differed);
  }
}
