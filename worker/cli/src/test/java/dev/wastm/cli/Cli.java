package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs commands as a person does, on a file store below a folder, which it fills with the counter actor's module. */
public final class Cli {
  public static final String DEPLOY =
      "{\"actor\":\"system\",\"method\":\"deploy\",\"args\":{\"actor\":\"c\",\"module\":\"counter@1.0.0\",\"init\":{}},"
          + "\"sender\":\"alice\"}\n";
  public static final String INCREMENT =
      "{\"actor\":\"c\",\"method\":\"increment\",\"args\":{\"by\":5}}\n";

  private static final String COUNTER =
      "../../assemblyscript-examples/examples/counter/counter.wasm";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  public Cli(Path folder) {
    this.folder = folder;
    assertEquals(0, onStore("module", "push", COUNTER, "--tag", "counter@1.0.0").exitCode());
  }

  public record Ran(int exitCode, String out, String err) {
    public JsonNode json() throws Exception {
      return JSON.readTree(out);
    }

    /** The last line, as JSON. */
    public JsonNode lastJson() throws Exception {
      List<String> lines = out.lines().toList();
      return JSON.readTree(lines.get(lines.size() - 1));
    }
  }

  public Path store() {
    return folder.resolve("store");
  }

  /** Runs a command that needs a blob store. */
  public Ran onStore(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--blob-store", store().toUri().toString()));
    return run(all.toArray(String[]::new));
  }

  /** Runs a command that needs nothing. */
  public static Ran run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Wastm.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
    return new Ran(exitCode, out.toString(), err.toString());
  }

  /** Executes lines as the next batch of the ledger "l", and returns what is printed of the batch. */
  public JsonNode exec(String lines) throws Exception {
    Ran ran = onStore("exec", file(lines).toString(), "--ledger", "l", "--json");
    assertEquals(0, ran.exitCode(), ran.err());
    return ran.lastJson().get("batch");
  }

  public Path file(String text) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "input", ".txt"), text);
  }
}
