package dev.wastm.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.cli.Cli;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the command prints; the figures are those of a JVM that has not warmed up, and show nothing. */
@Timeout(300)
@Tag("benchmark")
class FuelCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Cli.Ran runFew(String... more) {
    List<String> args = new ArrayList<>(List.of(
        "bench",
        "fuel",
        "--pattern",
        "i32.add,revert-0,tx-no-actor",
        "--runs",
        "1",
        "--warmups",
        "0",
        "--keys",
        "10000"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void jsonIsAnObjectAPatternAndOneForTheVerdict() throws Exception {
    Cli.Ran ran = runFew("--json");
    assertEquals(0, ran.exitCode(), ran.err());
    List<String> lines = ran.out().lines().toList();
    assertEquals(4, lines.size(), ran.out());
    Map<String, JsonNode> byName = new HashMap<>();
    for (String line : lines.subList(0, 3)) {
      JsonNode cost = JSON.readTree(line);
      byName.put(cost.get("pattern").asText(), cost);
      assertEquals(cost.get("meant"), cost.get("status"), line);
    }
    assertEquals(Set.of("i32.add", "revert-0", "tx-no-actor"), byName.keySet());
    JsonNode cost = byName.get("i32.add");
    assertTrue(cost.get("fuel").asLong() > 0);
    for (String field : List.of(
        "operations",
        "nsSequential",
        "nsParallel",
        "nsPerFuelSequential",
        "nsPerFuelParallel",
        "referenceNsPerFuelSequential",
        "ratioSequential",
        "ratioParallel",
        "ratioParallelCpu")) {
      assertTrue(cost.get(field).asDouble() > 0, field);
    }
    assertTrue(byName.get("tx-no-actor").get("ratioSequential").isNull());
    JsonNode verdict = JSON.readTree(lines.get(3)).get("verdict");
    assertTrue(byName.containsKey(verdict.get("worst").asText()), lines.get(3));
    assertEquals("[\"tx-no-actor\"]", verdict.get("free").toString());
  }

  @Test
  void theTableNamesTheWorst() {
    Cli.Ran ran = runFew();
    assertEquals(0, ran.exitCode(), ran.err());
    List<String> lines = ran.out().lines().toList();
    assertEquals(5, lines.size(), ran.out());
    assertTrue(lines.get(0).startsWith("pattern "), ran.out());
    assertTrue(lines.get(1).startsWith("i32.add "), ran.out());
    assertTrue(lines.get(4).startsWith("The worst is "), ran.out());
    assertTrue(lines.get(4).endsWith("Nothing is charged for tx-no-actor."), ran.out());
  }

  @Test
  void badOptionsAreNamed() {
    Cli.Ran ran = Cli.run("bench", "fuel", "--pattern", "i32.ad");
    assertEquals(2, ran.exitCode());
    assertTrue(
        ran.err().contains("--pattern: there is no pattern \"i32.ad\"; there are i32.add, "),
        ran.err());
    assertEquals(2, Cli.run("bench", "fuel", "--keys", "9999").exitCode());
  }
}
