package dev.wastm.cli.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wastm.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked and tried without consequences. */
@Tag("integration")
class QueryCommandTest {
  @TempDir
  private Path folder;

  private Cli cli;

  @BeforeEach
  void execute() throws Exception {
    cli = new Cli(folder);
    cli.exec(Cli.DEPLOY + Cli.INCREMENT);
    cli.exec(Cli.INCREMENT);
  }

  private Cli.Ran query(String method, String... more) {
    List<String> all = new ArrayList<>(
        List.of("ledger", "query", "--ledger", "l", "--actor", "c", "--method", method));
    all.addAll(List.of(more));
    return cli.onStore(all.toArray(String[]::new));
  }

  @Test
  void aMethodAnswersAtEveryHeight() throws Exception {
    assertEquals("{\"value\":10}\n", query("get").out());
    assertEquals("{\"value\":5}\n", query("get", "--height", "1").out());
    JsonNode receipt =
        query("get", "--json", "--engine", "interpreter", "--args", "{\n}").json();
    assertEquals("SUCCESS", receipt.get("status").asText());
    assertEquals(10, receipt.get("output").get("value").asInt());
  }

  @Test
  void aMethodThatWritesIsRefusedAndChangesNothing() throws Exception {
    List<String> before = stored();
    Cli.Ran refused = query("increment", "--args", "{\"by\":1}");
    assertEquals(1, refused.exitCode());
    assertEquals("", refused.out());
    assertEquals(
        "wastm: The method \"increment\" of \"c\" writes, first to the key c/count; a query may only read. Nothing was"
            + " stored: send it as a transaction.\n",
        refused.err());
    assertEquals(before, stored());
    assertEquals("{\"value\":10}\n", query("get").out());
  }

  @Test
  void whatCannotBeAskedIsSaid() {
    Cli.Ran reverted = query("increment", "--args", "{\"by\":-1}");
    assertEquals(1, reverted.exitCode());
    assertTrue(reverted.out().startsWith("REVERTED: "), reverted.out());
    assertEquals(2, query("get", "--height", "0").exitCode());
    assertEquals(2, query("get", "--height", "3").exitCode());
    Cli.Ran malformed = query("get", "--args", "{");
    assertEquals(2, malformed.exitCode());
    assertTrue(
        malformed.err().startsWith("wastm: --args: this is not one JSON value"), malformed.err());
    assertEquals(2, query("get", "--args", "1,\"sender\":\"eve\"").exitCode());
    assertEquals(2, query("get", "--args", "").exitCode());
    assertEquals(2, query("").exitCode());
  }

  @Test
  void aDryRunShowsWhatWouldComeOutAndStoresNothing() throws Exception {
    List<String> before = stored();
    String batch = cli.file(Cli.INCREMENT + Cli.INCREMENT).toString();
    Cli.Ran dry = cli.onStore("exec", batch, "--ledger", "l", "--dry-run", "--json");
    assertEquals(0, dry.exitCode(), dry.err());
    assertEquals(before, stored());
    assertTrue(dry.lastJson().get("batch").get("dryRun").asBoolean());
    Cli.Ran people = cli.onStore("exec", batch, "--ledger", "l", "--dry-run");
    assertTrue(people.out().endsWith("  dry run: nothing was stored\n"), people.out());
    Cli.Ran real = cli.onStore("exec", batch, "--ledger", "l", "--json");
    assertEquals(real.out(), dry.out().replace(",\"dryRun\":true", ""));
  }

  private List<String> stored() throws IOException {
    try (Stream<Path> files = Files.walk(cli.store())) {
      return files.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }
}
