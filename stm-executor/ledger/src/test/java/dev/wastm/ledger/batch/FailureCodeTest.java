package dev.wastm.ledger.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.ledger.proto.CodeProto;
import dev.wastm.ledger.report.Sentences;
import dev.wastm.wasm.trap.TrapReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Codes, their numbers, their arguments and what is said of them: in code, in the schema, and on the page that others read. */
class FailureCodeTest {
  private static final Path PAGE = Path.of("../../docs/formats.md");
  private static final Pattern ROW =
      Pattern.compile("\\| (\\d+) \\| `([A-Z_]+)` \\| ([a-z, ]*)\\| (.*) \\|");

  private record Row(int number, String code, List<String> arguments, String sentence) {}

  private static Row row(FailureCode code) {
    Object[] named =
        code.arguments().stream().map(argument -> "{" + argument + "}").toArray();
    return new Row(
        code.proto().getNumber(),
        code.name(),
        code.arguments(),
        Sentences.nameless().of(Failure.of(code, named)));
  }

  private static Row row(Matcher line) {
    String arguments = line.group(3).strip();
    return new Row(
        Integer.parseInt(line.group(1)),
        line.group(2),
        arguments.isEmpty() ? List.of() : List.of(arguments.split(", ")),
        line.group(4));
  }

  @Test
  void thePageListsAllCodesAsTheyAre() throws Exception {
    List<Row> page = Files.readAllLines(PAGE).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(FailureCodeTest::row)
        .toList();
    assertEquals(Arrays.stream(FailureCode.values()).map(FailureCodeTest::row).toList(), page);
  }

  @Test
  void theSchemaHasTheSameCodes() {
    List<CodeProto> schema = Arrays.stream(CodeProto.values())
        .filter(code -> code != CodeProto.CODE_UNSPECIFIED && code != CodeProto.UNRECOGNIZED)
        .toList();
    assertEquals(Arrays.stream(FailureCode.values()).map(FailureCode::proto).toList(), schema);
    for (CodeProto code : schema) {
      assertEquals(code, FailureCode.of(code).proto());
    }
  }

  @Test
  void everyReasonOfATrapIsACodeWithTheSameArguments() {
    for (TrapReason reason : TrapReason.values()) {
      assertEquals(reason.arguments(), FailureCode.of(reason).arguments(), reason.name());
    }
  }
}
