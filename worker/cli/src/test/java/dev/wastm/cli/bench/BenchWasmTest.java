package dev.wastm.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The command as a person runs it; the figures are those of a JVM that has not warmed up, and show nothing. */
@Timeout(120)
class BenchWasmTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Ran(int exitCode, String out, String err) {}

  private static Ran run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = new CommandLine(new BenchWasmCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
    return new Ran(exitCode, out.toString(), err.toString());
  }

  private static List<JsonNode> figures(String part) throws Exception {
    Ran ran = run(
        "--part",
        part,
        "--runs",
        "1",
        "--warmups",
        "0",
        "--transactions",
        "50",
        "--accounts",
        "5",
        "--threads",
        "2",
        "--json");
    assertEquals(0, ran.exitCode(), ran.err());
    List<JsonNode> figures = new ArrayList<>();
    for (String line : ran.out().lines().toList()) {
      JsonNode figure = JSON.readTree(line);
      assertEquals(part, figure.get("part").asText());
      assertTrue(figure.get("value").isNumber(), line);
      figures.add(figure);
    }
    return figures;
  }

  @Test
  void transactionsAreMeasuredEndToEndAndInStretches() throws Exception {
    for (String part : List.of("counter", "transfer")) {
      List<String> units =
          figures(part).stream().map(figure -> figure.get("unit").asText()).toList();
      assertEquals(
          List.of(
              "transactions/s",
              "transactions/s",
              "us/transaction",
              "us/transaction",
              "us/transaction",
              "us/transaction"),
          units);
    }
  }

  @Test
  void callsAreMeasured() throws Exception {
    assertEquals(5, figures("guest").size());
  }

  @Test
  void meteringIsMeasuredAsRatios() throws Exception {
    for (JsonNode figure : figures("metering")) {
      assertEquals("times", figure.get("unit").asText());
      assertTrue(figure.get("value").asDouble() > 0);
    }
  }

  @Test
  void figuresForPeopleHaveThreeDigitsThatCount() {
    assertEquals(
        "load         receipt                                                                  0.01 ms",
        new Figure("load", "receipt", 0.0123, "ms").sentence());
    assertTrue(new Figure("a", "b", 12_345.6, "ns").sentence().contains(" 12,346 ns"));
    assertTrue(new Figure("a", "b", 12.34, "ns").sentence().contains(" 12.3 ns"));
  }

  @Test
  void badOptionsAreNamed() {
    Ran ran = run("--accounts", "1");
    assertEquals(2, ran.exitCode());
    assertTrue(ran.err().startsWith("--accounts: there must be at least 2, not 1."), ran.err());
  }
}
