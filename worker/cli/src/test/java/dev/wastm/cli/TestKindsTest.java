package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each kind of test in the contributors' table is a tag that tests carry, and there are no other tags. A misspelt one would be run by no command. */
class TestKindsTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern TAG = Pattern.compile("^ *@Tag\\((.*)\\)$", Pattern.MULTILINE);
  private static final Pattern ROW =
      Pattern.compile("^\\| (\\w+) \\|.*\\| `(mvn .*)` \\|[^|]*\\|$", Pattern.MULTILINE);

  /** The sources of all tests: those beside the code, and the conformance kit, which is code itself. */
  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(each -> each.toString().endsWith(".java"))
          .filter(each -> each.toString().contains("/src/test/java/")
              || each.toString().contains("/testkit/src/main/java/"))
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<MatchResult> rows() {
    return ROW.matcher(read(ROOT.resolve("CONTRIBUTING.md"))).results().toList();
  }

  @Test
  void eachTagIsAKindAndEachKindATag() throws Exception {
    Set<String> kinds = rows().stream()
        .map(row -> "\"" + row.group(1) + "\"")
        .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(kinds.remove("\"unit\""), "unit tests have no tag, and a row: " + kinds);
    Set<String> tags = sources().stream()
        .flatMap(file -> TAG.matcher(read(file)).results())
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(kinds, tags);
  }

  @Test
  void eachKindRunsAloneByItsName() {
    for (MatchResult row : rows()) {
      String kind = row.group(1);
      assertEquals(
          kind.equals("unit") ? "mvn -Pquick verify" : "mvn verify -Dgroups=" + kind,
          row.group(2),
          kind);
    }
  }

  /** JUnit's tag means nothing to jqwik, and jqwik's nothing to JUnit. */
  @Test
  void eachPropertyIsTaggedForJqwik() throws Exception {
    int properties = 0;
    for (Path file : sources()) {
      String source = read(file);
      if (source.contains("\nimport net.jqwik.api.Property;")) {
        properties++;
        assertTrue(source.contains("\nimport net.jqwik.api.Tag;"), file.toString());
        assertTrue(source.contains("@Tag(\"property\")\n"), file.toString());
      }
    }
    assertTrue(properties > 5, "properties: " + properties);
  }
}
