package dev.wastm.ledger.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.TransactionRules;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Two grammars, one held against the other: what one brings into the canonical form is what the other takes for it, and nothing else is. */
@Tag("property")
class CanonicalJsonProperties {
  private static final TransactionRules RULES = Protocol.epoch1().transaction();

  private static boolean isCanonical(String json) {
    return isCanonical(ByteString.copyFromUtf8(json));
  }

  @Example
  void theOneFormOfAValueIsTaken() {
    for (String json : List.of(
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1.50",
        "1E5",
        "1e+5",
        "-1.5e-10",
        "\"\"",
        "[]",
        "{}",
        "[1,[2],{}]",
        "{\"b\":1,\"a\":2}",
        "\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\\"",
        "\"/\u007f\u0085\u2028\u00e9\ud83d\ude00\"",
        "{\"\\\"\\\\\":0}",
        "[".repeat(128) + "]".repeat(128),
        "7".repeat(1_000))) {
      assertTrue(isCanonical(json), json);
    }
  }

  @Example
  void otherFormsAreNot() {
    for (String json : List.of(
        "",
        " ",
        " 1",
        "1 ",
        "[1, 2]",
        "{\"a\" :1}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,}",
        "[1,]",
        "[,1]",
        "{1:2}",
        "[1}",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "Infinity",
        "nul",
        "nulll",
        "True",
        "'a'",
        "\"a",
        "\"\\u0041\"",
        "\"\\u000a\"",
        "\"\\u001F\"",
        "\"\\u0020\"",
        "\"\\/\"",
        "\"\\x\"",
        "\"\\",
        "\"\\u00\"",
        "\"\\ud83d\\ude00\"",
        "\"\n\"",
        "\"\u0000\"",
        "{\"\\n\":1}",
        "{\"\u007f\":1}",
        "{\"\u0085\":1}",
        "1 2",
        "1,2",
        "[1]]",
        "\ufeff1",
        "\u00a01",
        "[".repeat(129) + "]".repeat(129),
        "7".repeat(1_001))) {
      assertFalse(isCanonical(json), json);
    }
    for (String hex : List.of("22ff22", "22eda08022", "22c0af22", "22c2", "ff")) {
      assertFalse(isCanonical(ByteString.copyFrom(HexFormat.of().parseHex(hex))), hex);
    }
  }

  @Property(tries = 20_000)
  void whatIsTakenIsWhatCompactingLeavesAsItIs(@ForAll("texts") byte[] text) {
    ByteString json = ByteString.copyFrom(text);
    assertEquals(compacted(json).equals(Optional.of(json)), isCanonical(json));
    compacted(json).ifPresent(compact -> assertTrue(isCanonical(compact)));
  }

  private static Optional<ByteString> compacted(ByteString json) {
    try {
      return Optional.of(StrictJson.read(json.asReadOnlyByteBuffer(), parser -> {
        parser.nextToken();
        if (!parser.hasCurrentToken()) {
          throw new MalformedException("there is nothing in it.");
        }
        return CompactJson.copy(parser, RULES.argsDepth(), RULES.argsNumberChars());
      }));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** Pieces of JSON one after the other, so that a good part of them is JSON. */
  @Provide
  Arbitrary<byte[]> texts() {
    Arbitrary<String> strings = Arbitraries.of(
        "\"\"",
        "\"a\"",
        "\"\\u0001\"",
        "\"\\u000B\"",
        "\"\\u000b\"",
        "\"\\n\"",
        "\"\\/\"",
        "\"\u00e9\\ud83d\\ude00\"",
        "\"\ud83d\ude00\u2028\u007f\"",
        "\"\u0085\"",
        "\"\\\\\"",
        "\"\\\"\"");
    Arbitrary<String> scalars = Arbitraries.oneOf(
        strings,
        Arbitraries.of("0", "-0", "1.5E+3", "10", "01", "1.", "true", "null", "false", "nul"));
    Arbitrary<String> values = Arbitraries.lazyOf(
        () -> scalars,
        () -> scalars,
        () -> strings.flatMap(name -> scalars.map(value -> "{" + name + ":" + value + "}")),
        () -> scalars.list().ofMaxSize(3).map(each -> "[" + String.join(",", each) + "]"),
        () -> strings.flatMap(one -> strings.flatMap(
            other -> scalars.map(value -> "{" + one + ":[" + value + "]," + other + ":{}}"))));
    Arbitrary<String> odd =
        Arbitraries.of("", "", "", " ", "\n", ",", "]", "\\", "\"", "\ufeff", "x", "-");
    Arbitrary<byte[]> whole = values
        .flatMap(value -> odd.flatMap(before -> odd.map(behind -> before + value + behind)))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
    return Arbitraries.oneOf(
        whole, whole, Arbitraries.bytes().array(byte[].class).ofMaxSize(12));
  }

  private static boolean isCanonical(ByteString json) {
    return CanonicalJson.is(json, RULES.argsDepth(), RULES.argsNumberChars());
  }
}
