package dev.wastm.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.stm.BlockExecutor;
import dev.wastm.stm.BlockStm;
import dev.wastm.stm.SequentialExecutor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The workload against digests that another implementation of it, in Rust, has computed; the commands as a person runs them. */
@Tag("benchmark")
@Timeout(120)
class BenchStmTest {
  private static final int TRANSACTIONS = 10_000;
  private static final int SEED = 42;

  @TempDir
  private Path folder;

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

  private record Ran(int exitCode, String out, String err) {}

  private static Ran bench(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = new CommandLine(new BenchCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
    return new Ran(exitCode, out.toString(), err.toString());
  }

  @Test
  void printsTheMeasurementAndItsConflicts() throws Exception {
    Ran ran = bench(
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
    Ran ran = bench(
        "simulate", "--transactions", "300", "--work", "500", "--plot", plot.toString(), "--json");
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
    String[] all = new String[args.length + 1];
    all[0] = "stm";
    System.arraycopy(args, 0, all, 1, args.length);
    Ran ran = bench(all);
    assertEquals(2, ran.exitCode());
    assertTrue(ran.err().contains(message), ran.err());
  }
}
