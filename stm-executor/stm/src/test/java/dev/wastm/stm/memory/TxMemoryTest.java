package dev.wastm.stm.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.stm.BlockStm;
import dev.wastm.stm.Outcome;
import example.TicketShop;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TxMemoryTest {
  private final BlockStm executor =
      BlockStm.builder().threads(4).adaptive(false).build();
  private final TxMemory memory = new TxMemory();

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void cellsVectorsAndMapsChangeAsIfTransactionsRanOneByOne() {
    TxCell<String> cell = memory.cell("");
    TxVec<Integer> vec = memory.vec(3, 0);
    TxMap<String, Integer> map = memory.map();
    List<Function<Tx, String>> block = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int number = i;
      block.add(tx -> {
        cell.update(tx, text -> Integer.toString((text + number).hashCode()));
        vec.set(tx, number % 3, vec.get(tx, (number + 1) % 3) + 1);
        if (map.contains(tx, "k" + number % 7)) {
          map.remove(tx, "k" + number % 7);
        } else {
          map.put(tx, "k" + number % 7, map.get(tx, "k" + (number + 1) % 7).orElse(number));
        }
        return cell.get(tx) + " " + tx.index();
      });
    }
    List<Outcome<String>> outcomes = memory.execute(executor, block);

    String text = "";
    int[] numbers = new int[3];
    java.util.Map<String, Integer> model = new java.util.HashMap<>();
    for (int i = 0; i < 200; i++) {
      text = Integer.toString((text + i).hashCode());
      assertEquals(new Outcome.Returned<>(text + " " + i), outcomes.get(i));
      numbers[i % 3] = numbers[(i + 1) % 3] + 1;
      if (model.remove("k" + i % 7) == null) {
        model.put("k" + i % 7, model.getOrDefault("k" + (i + 1) % 7, i));
      }
    }
    assertEquals(text, cell.committed());
    for (int i = 0; i < 3; i++) {
      assertEquals(numbers[i], vec.committed(i));
    }
    for (int i = 0; i < 7; i++) {
      assertEquals(Optional.ofNullable(model.get("k" + i)), map.committed("k" + i));
    }
  }

  @Test
  void aTransactionThatThrowsHasWrittenNothingAndTheOthersGoOn() {
    TxVec<Integer> vec = memory.vec(2, 5);
    TxCounter counter = memory.counter();
    List<Function<Tx, Integer>> block = List.of(
        tx -> {
          vec.set(tx, 0, 6);
          counter.add(tx, 1);
          return vec.get(tx, 2);
        },
        tx -> {
          counter.add(tx, 10);
          return vec.get(tx, 0);
        });
    List<Outcome<Integer>> outcomes = memory.execute(executor, block);
    Outcome.Threw<?> threw = assertInstanceOf(Outcome.Threw.class, outcomes.get(0));
    assertInstanceOf(IndexOutOfBoundsException.class, threw.cause());
    assertEquals(new Outcome.Returned<>(5), outcomes.get(1));
    assertEquals(10, counter.committed());
  }

  @Test
  void twoOfAKindAreDifferentPlaces() {
    TxMap<String, Integer> one = memory.map();
    TxMap<String, Integer> other = memory.map();
    memory.execute(executor, List.of(tx -> {
      one.put(tx, "k", 1);
      return other.contains(tx, "k");
    }));
    assertEquals(Optional.of(1), one.committed("k"));
    assertEquals(Optional.empty(), other.committed("k"));
  }

  @Test
  void theExampleOfTheDocumentationRunsAndIsWhatThePageShows() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      TicketShop.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    assertEquals(
        "100 sold; buyer 99: Returned[value=true], buyer 100: Returned[value=false]",
        printed.toString(StandardCharsets.UTF_8).strip());
    String source = Files.readString(Path.of("src/test/java/example/TicketShop.java"));
    String page = Files.readString(Path.of("../../docs/stm.md"));
    String body = source.substring(source.indexOf("    TxMemory memory"), source.indexOf("  }\n}"));
    assertTrue(
        page.contains(body.replace("\n    ", "\n").strip()),
        "docs/stm.md shows another example than the one that runs");
  }
}
