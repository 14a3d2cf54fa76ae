package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each claim of the page on security names tests that there are. */
class SecurityPageTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern TEST = Pattern.compile("`(\\w+(Test|IT|Properties))`");

  private static Set<String> tests() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(each -> each.toString().contains("/src/test/java/"))
          .map(each -> each.getFileName().toString().replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void eachClaimHasATest() throws Exception {
    String page = Files.readString(ROOT.resolve("docs/security.md"));
    String claims = page.substring(page.indexOf("## The claims"));
    List<String> rows = claims
        .substring(0, claims.indexOf("## What is not promised"))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| claim"))
        .toList();
    assertTrue(rows.size() > 15, "rows: " + rows.size());
    Set<String> known = tests();
    for (String row : rows) {
      List<String> named =
          TEST.matcher(row).results().map(found -> found.group(1)).toList();
      assertTrue(!named.isEmpty(), "no test: " + row);
      assertEquals(
          List.of(), named.stream().filter(each -> !known.contains(each)).toList(), row);
    }
  }
}
