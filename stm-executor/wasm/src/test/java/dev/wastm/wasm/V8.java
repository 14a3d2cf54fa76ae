package dev.wastm.wasm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Node's engine, where Node is installed: runs all cases in one process, with the host that {@code src/test/node} has. */
final class V8 {
  private static final String MISSING = "NODE NOT FOUND: comparisons with V8 are SKIPPED. They need"
      + " Node.js 18 or newer on the PATH, and a shell that may set a stack of 256 MiB.";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As deep as call depth allows: V8's limit must lie below the thread's stack. */
  private static final String STACK = "ulimit -s 262144";

  private static final String RUN =
      STACK + " && exec node --stack-size=240000 src/test/node/oracle.mjs";

  private static final long WAIT_SECONDS = 60;

  private V8() {}

  static List<OracleCase.Seen> runOrSkip(List<OracleCase> cases, Path folder)
      throws IOException, InterruptedException {
    boolean canRun = isThere() && mayHaveStack();
    if (!canRun) {
      System.err.println(MISSING);
    }
    Assumptions.assumeTrue(canRun, MISSING);
    Path input = folder.resolve("cases");
    Path output = folder.resolve("outcomes");
    Files.write(input, cases.stream().map(V8::line).toList());
    Process node = new ProcessBuilder("sh", "-c", RUN)
        .redirectInput(input.toFile())
        .redirectOutput(output.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try {
      if (!node.waitFor(WAIT_SECONDS, TimeUnit.SECONDS) || node.exitValue() != 0) {
        throw new AssertionError("Node did not run the cases to their end.");
      }
    } finally {
      node.destroyForcibly();
    }
    List<OracleCase.Seen> seen = new ArrayList<>();
    for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
      JsonNode outcome = JSON.readTree(line);
      seen.add(new OracleCase.Seen(
          outcome.get("outcome").asText(), outcome.get("seen").asText()));
    }
    return seen;
  }

  private static boolean mayHaveStack() throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh", "-c", STACK)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    return shell.waitFor(WAIT_SECONDS, TimeUnit.SECONDS) && shell.exitValue() == 0;
  }

  static boolean isThere() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
  }

  private static String line(OracleCase each) {
    Base64.Encoder base64 = Base64.getEncoder();
    Map<String, Object> fields = Map.of(
        "wasm", base64.encodeToString(each.metered()),
        "input", base64.encodeToString(each.input()),
        "fuel", each.fuel(),
        "state", each.state());
    try {
      return JSON.writeValueAsString(fields);
    } catch (IOException e) {
      throw new AssertionError("Strings and numbers can be written as JSON.", e);
    }
  }
}
