package dev.wastm.wasm.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Node's engine, where Node is installed: runs all cases in one process, with the host that {@code src/test/node} has. */
public final class V8 {
  private static final String MISSING = "NODE NOT FOUND: comparisons with V8 are SKIPPED. They need"
      + " Node.js 18 or newer on the PATH, and a shell that may set a stack of 256 MiB.";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As deep as call depth allows: V8's limit must lie below the thread's stack. */
  private static final String STACK = "ulimit -s 262144";

  private static final String RUN =
      STACK + " && exec node --stack-size=240000 src/test/node/oracle.mjs";

  private static final long WAIT_SECONDS = 240;

  private V8() {}

  /** Runs each case so many times, and gives what was seen of it, with how often it was. */
  static List<Map<OracleCase.Seen, Integer>> runOrSkip(
      List<OracleCase> cases, int repetitions, Path folder)
      throws IOException, InterruptedException {
    boolean canRun = isThere() && mayHaveStack();
    if (!canRun) {
      System.err.println(MISSING);
    }
    Assumptions.assumeTrue(canRun, MISSING);
    Path input = folder.resolve("cases");
    Path output = folder.resolve("outcomes");
    Files.write(input, cases.stream().map(each -> line(each, repetitions)).toList());
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
    List<Map<OracleCase.Seen, Integer>> seen = new ArrayList<>();
    for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
      seen.add(seen(JSON.readTree(line)));
    }
    return seen;
  }

  private static Map<OracleCase.Seen, Integer> seen(JsonNode outcomes) {
    Map<OracleCase.Seen, Integer> seen = new HashMap<>();
    for (JsonNode each : outcomes) {
      seen.put(
          new OracleCase.Seen(each.get("outcome").asText(), each.get("seen").asText()),
          each.get("times").asInt());
    }
    return seen;
  }

  private static boolean mayHaveStack() throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh", "-c", STACK)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    return shell.waitFor(WAIT_SECONDS, TimeUnit.SECONDS) && shell.exitValue() == 0;
  }

  public static boolean isThere() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
  }

  private static String line(OracleCase each, int repetitions) {
    Base64.Encoder base64 = Base64.getEncoder();
    Map<String, Object> fields = Map.of(
        "wasm", base64.encodeToString(each.metered()),
        "input", base64.encodeToString(each.input()),
        "fuel", each.fuel(),
        "state", each.state(),
        "repetitions", repetitions);
    try {
      return JSON.writeValueAsString(fields);
    } catch (IOException e) {
      throw new AssertionError("Strings and numbers can be written as JSON.", e);
    }
  }
}
