package dev.wastm.ledger.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of rules that people read have every rule of the newest protocol, under its name, with its number. */
class ProtocolPagesTest {
  private static final Path DOCS = Path.of("../../docs");
  private static final Protocol PROTOCOL = Protocols.known().newest();

  /** A row that begins with a name in backquotes. */
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\|(.*)\\|");

  private static final Pattern NUMBER = Pattern.compile(" (\\d[\\d ]*?)( [KM]iB)? ");

  /** Is no rule of what may happen, but follows from the others. */
  private static final Set<String> DERIVED = Set.of("journalBytes");

  /** The page, the heading of the section that has the table, the column of the number behind the name, and the rules. */
  static Stream<Arguments> tables() {
    return Stream.of(
        arguments("metering.md", "### Instructions", 2, PROTOCOL.guest().fuel().code()),
        arguments("metering.md", "### The host", 2, PROTOCOL.guest().fuel().host()),
        arguments("metering.md", "### A transaction", 2, PROTOCOL.transaction()),
        arguments("metering.md", "### While a guest runs", 2, PROTOCOL.guest().calls()),
        arguments("metering.md", "### A batch", 2, PROTOCOL.batch()),
        arguments("modules.md", "## Limits", 2, PROTOCOL.guest().modules()));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void thePageHasEveryRuleOnce(String page, String heading, int column, Record rules)
      throws Exception {
    assertEquals(rulesOf(rules), rowsOf(page, heading, column));
  }

  private static Map<String, Long> rulesOf(Record rules) throws ReflectiveOperationException {
    Map<String, Long> all = new TreeMap<>();
    for (RecordComponent each : rules.getClass().getRecordComponents()) {
      if (!DERIVED.contains(each.getName())) {
        all.put(each.getName(), ((Number) each.getAccessor().invoke(rules)).longValue());
      }
    }
    return all;
  }

  private static Map<String, Long> rowsOf(String page, String heading, int column)
      throws IOException {
    List<String> lines = Files.readAllLines(DOCS.resolve(page));
    assertTrue(lines.contains(heading), page + " has no section " + heading);
    Map<String, Long> rows = new TreeMap<>();
    lines.stream()
        .skip(lines.indexOf(heading) + 1L)
        .takeWhile(line -> !line.startsWith("#"))
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .forEach(row -> {
          String[] cells = row.group(2).split("\\|", -1);
          Long before = rows.put(row.group(1), number(cells[column - 1]));
          assertEquals(null, before, page + " has " + row.group(1) + " twice");
        });
    return rows;
  }

  private static long number(String cell) {
    Matcher number = NUMBER.matcher(cell);
    assertTrue(number.matches(), "\"" + cell + "\" is no number");
    long value = Long.parseLong(number.group(1).replace(" ", ""));
    String unit = number.group(2) == null ? "" : number.group(2).strip();
    return switch (unit) {
      case "KiB" -> value << 10;
      case "MiB" -> value << 20;
      default -> value;
    };
  }
}
