package dev.wastm.wasm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.wasm.metering.UnsignedComparisons;
import dev.wastm.wasm.testing.BothEngines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The official tests of the WebAssembly specification, through instrumentation, on both engines; {@code src/test/spec} says where from. */
@Tag("conformance")
class SpecificationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ASSERTIONS_AT_LEAST = 21_000;

  private static Map<String, List<JsonNode>> files() throws IOException {
    Map<String, List<JsonNode>> files = new LinkedHashMap<>();
    List<JsonNode> current = new ArrayList<>();
    try (InputStream file = Objects.requireNonNull(
            SpecificationTest.class.getResourceAsStream("spec-tests.jsonl.gz"));
        BufferedReader lines = new BufferedReader(
            new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode command = JSON.readTree(line);
        if (command.get(0).asText().equals("file")) {
          current = new ArrayList<>();
          files.put(command.get(1).asText(), current);
        } else {
          current.add(command);
        }
      }
    }
    return files;
  }

  @TestFactory
  Stream<DynamicTest> everyFile() throws IOException {
    return files().entrySet().stream()
        .map(file -> DynamicTest.dynamicTest(file.getKey(), () -> run(file.getValue())));
  }

  private static int run(List<JsonNode> commands) {
    return BothEngines.onLargeStack(() -> {
      SpecificationRun interpreted =
          new SpecificationRun(Engine.INTERPRETER, UnsignedComparisons.NATIVE);
      commands.forEach(interpreted::execute);
      SpecificationRun compiled =
          new SpecificationRun(Engine.COMPILED, UnsignedComparisons.WIDENED);
      commands.forEach(compiled::execute);
      return compiled.assertions();
    });
  }

  /** What is outside of the guests' profile is skipped: most of it must not be. */
  @Test
  void mostAssertionsAreWithinTheProfile() throws IOException {
    int assertions = 0;
    for (List<JsonNode> file : files().values()) {
      SpecificationRun run = new SpecificationRun(Engine.INTERPRETER, UnsignedComparisons.NATIVE);
      file.forEach(run::count);
      assertions += run.assertions();
    }
    assertTrue(assertions >= ASSERTIONS_AT_LEAST, "only " + assertions + " assertions");
  }
}
