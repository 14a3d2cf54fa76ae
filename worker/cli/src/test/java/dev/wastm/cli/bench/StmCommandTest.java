package dev.wastm.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the commands print. */
@Tag("benchmark")
@Timeout(120)
class StmCommandTest {
  @TempDir
  private Path folder;

  @Test
  void printsTheMeasurementAndItsConflicts() throws Exception {
    Cli.Ran ran = Cli.run(
        "bench",
        "stm",
        "--shape",
        "2r2w",
        "--accounts",
        "2",
        "--transactions",
        "500",
        "--work",
        "2000",
        "--threads",
        "2",
        "--no-adapt",
        "--runs",
        "1",
        "--warmups",
        "0",
        "--json");
    assertEquals(0, ran.exitCode(), ran.err());
    JsonNode json = new ObjectMapper().readTree(ran.out());
    assertTrue(json.get("digest").asText().matches("[0-9a-f]{16}"), ran.out());
    assertTrue(json.get("sequentialMs").asDouble() > 0, ran.out());
    assertEquals(
        json.get("sequentialMs").asDouble() / json.get("parallelMs").asDouble(),
        json.get("speedup").asDouble(),
        1e-9);
    assertTrue(json.get("executions").asLong() >= 500, ran.out());
    assertTrue(json.get("validations").asLong() >= 500, ran.out());
    assertEquals(0, json.get("sequential").asLong());
    long aborts = json.get("aborts").asLong();
    assertTrue(aborts <= json.get("executions").asLong() - 500, ran.out());
    for (JsonNode conflict : json.get("conflicts")) {
      assertTrue(conflict.get("by").asInt() < conflict.get("aborted").asInt(), conflict.toString());
    }
  }

  @Test
  void drawsAPredictionForEachNumberOfThreads() throws Exception {
    Path plot = folder.resolve("plot.svg");
    Cli.Ran ran = Cli.run(
        "bench",
        "simulate",
        "--transactions",
        "300",
        "--work",
        "500",
        "--plot",
        plot.toString(),
        "--json");
    assertEquals(0, ran.exitCode(), ran.err());
    assertEquals(5 * 7, ran.out().lines().count());
    String svg = Files.readString(plot);
    assertTrue(svg.startsWith("<svg") && svg.contains("10000 accounts"), svg);
  }

  @Test
  void refusesWhatCannotBeMeasured() {
    assertRefused("--accounts: there must be at least 2, not 1.", "--accounts", "1");
    assertRefused("--transactions: there must be at least 1, not 0.", "--transactions", "0");
    assertRefused("--work: it must not be negative, as -1 is.", "--work", "-1");
    assertRefused("--threads: it must be 1 to 256, not 0.", "--threads", "0");
    assertRefused("--runs: there must be at least 1, not 0.", "--runs", "0");
    assertRefused("expected 2r2w or 8r5w but was '3r3w'", "--shape", "3r3w");
  }

  private static void assertRefused(String message, String... args) {
    List<String> all = new ArrayList<>(List.of("bench", "stm"));
    all.addAll(List.of(args));
    Cli.Ran ran = Cli.run(all.toArray(String[]::new));
    assertEquals(2, ran.exitCode());
    assertTrue(ran.err().contains(message), ran.err());
  }
}
