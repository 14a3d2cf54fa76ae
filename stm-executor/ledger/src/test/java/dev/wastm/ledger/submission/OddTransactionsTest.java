package dev.wastm.ledger.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.TransactionRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes are, reading them ends in transactions or in one sentence, soon and in little memory. The table of odd texts, each with its
 * sentence, is a file that the tests of the way through Temporal read too.
 */
@Timeout(30)
@Tag("integration")
class OddTransactionsTest {
  private static final TransactionRules RULES = Protocol.epoch1().transaction();

  private static final Path TABLE =
      Path.of("src/test/resources/dev/wastm/ledger/batch/odd-transactions.ndjson");
  private static final String LINE = "{\"actor\":\"a\",\"method\":\"m\"}";
  private static final long MEBIBYTE = 1 << 20;

  /** @param error what comes behind the source's name */
  @SuppressWarnings("ArrayRecordComponent")
  record Odd(String name, byte[] text, String error) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Odd> table() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Odd> table = new ArrayList<>();
    for (String line : Files.readAllLines(TABLE)) {
      JsonNode row = json.readTree(line);
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      row.get("text").forEach(part -> text.writeBytes(bytes(part)));
      table.add(
          new Odd(row.get("name").asText(), text.toByteArray(), row.get("error").asText()));
    }
    return table.stream();
  }

  private static byte[] bytes(JsonNode part) {
    if (part.has("hex")) {
      return HexFormat.of().parseHex(part.get("hex").asText());
    } else if (part.has("times")) {
      return utf8(part.get("of").asText().repeat(part.get("times").asInt()));
    }
    return utf8(part.asText());
  }

  @ParameterizedTest
  @MethodSource("table")
  void eachOddTextHasItsSentence(Odd odd) {
    assertEquals("f" + odd.error(), refusal(new ByteArrayInputStream(odd.text())));
  }

  @ParameterizedTest
  @MethodSource("table")
  void theSentenceDoesNotDependOnHowTheBytesArrive(Odd odd) {
    assertEquals("f" + odd.error(), refusal(new ByteArrayInputStream(odd.text()) {
      @Override
      public synchronized int read(byte[] to, int offset, int length) {
        return super.read(to, offset, Math.min(length, 1 + available() % 61));
      }
    }));
  }

  @Test
  void whatIsJustAllowedIsTaken() throws Exception {
    String deepest = "[".repeat(RULES.argsDepth()) + "]".repeat(RULES.argsDepth());
    String longest = "-" + "7".repeat(RULES.argsNumberChars() - 1);
    String largest = "\"" + "x".repeat(RULES.argsBytes() - 2) + "\"";
    String name = "{\"" + "n".repeat(RULES.argsBytes() - 6) + "\":1}";
    for (String args :
        List.of(deepest, longest, largest, name, "1e999999999", "\"\\u0000\"", "-0")) {
      assertEquals(args, parse(withArgs(args)).get(0).transaction().args().toStringUtf8());
    }
  }

  @Test
  void theLongestWrittenFormOfTheLargestTransactionIsALine() throws Exception {
    String text = "\\u0041".repeat(RULES.argsBytes() - 2);
    String line = "{\"actor\":\"" + "\\u0041".repeat(RULES.nameBytes()) + "\",\"method\":\""
        + "\\u0041".repeat(RULES.methodBytes()) + "\",\"sender\":\""
        + "\\u0041".repeat(RULES.nameBytes())
        + "\",\"fuel\":1000000000,\"nonce\":1,\"signature\":\""
        + "0".repeat(128) + "\",\"args\":\"" + text + "\"}";
    assertTrue(line.length() <= RULES.lineBytes(), line.length() + " characters");
    assertEquals(RULES.argsBytes(), parse(line).get(0).transaction().args().size());
  }

  @Test
  void carriageReturnsAreWhiteSpace() throws Exception {
    assertEquals(List.of(1, 3), numbers(LINE + "\r\n \t\r\n" + LINE));
    assertEquals(List.of(2), numbers("\n" + LINE + "\r"));
  }

  private static List<Integer> numbers(String text) throws Exception {
    return parse(text).stream().map(TransactionsFile.Line::line).toList();
  }

  @Test
  void aBatchHoldsAsManyTransactionsAsItMayAndNoMore() throws Exception {
    String most = (LINE + "\n").repeat(Protocol.epoch1().batch().transactions());
    assertEquals(Protocol.epoch1().batch().transactions(), parse(most).size());
    assertEquals(
        "f:100002: a batch holds at most 100000 transactions; split it in several.",
        refusal(new ByteArrayInputStream(utf8(most + "\n" + LINE))));
  }

  @Test
  void ofALineWithoutEndLittleIsReadAndKept() {
    Endless endless = new Endless(' ', Long.MAX_VALUE);
    assertEquals(
        "f:1: the line is longer than 1580032 bytes, the most that is allowed.", refusal(endless));
    assertTrue(endless.given <= 2 * MEBIBYTE, endless.given + " bytes were read");
  }

  @Test
  void ofATextWithoutEndNoMoreThanTheLimitIsRead() {
    Endless endless = new Endless('\n', Long.MAX_VALUE);
    assertEquals(
        "f:67108865: the text is longer than 67108864 bytes, the most that one batch may take; split it in several.",
        refusal(endless));
    assertEquals(Protocol.epoch1().batch().inputBytes() + 1, endless.given);
    assertEquals(
        "f: there is no transaction in it; write one JSON object a line.",
        refusal(new Endless('\n', Protocol.epoch1().batch().inputBytes())));
  }

  /** As many of one byte as are asked for, up to a number. */
  private static final class Endless extends InputStream {
    private final byte each;
    private final long most;
    private long given;

    Endless(char each, long most) {
      this.each = (byte) each;
      this.most = most;
    }

    @Override
    public int read() {
      return given++ < most ? each : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      int count = (int) Math.min(length, most - given);
      Arrays.fill(to, offset, offset + count, each);
      given += count;
      return count == 0 ? -1 : count;
    }
  }

  /** Many names with one hash make a table slow that does not expect them. */
  @Test
  void namesWithOneHashAreNotSlow() throws Exception {
    StringBuilder args = new StringBuilder("{");
    for (int i = 0; i < 1 << 13; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 13; bit++) {
        name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      args.append(i == 0 ? "" : ",").append('"').append(name).append("\":").append(i % 7);
    }
    String object = args.append('}').toString();
    String text = (withArgs(object) + "\n").repeat(20);
    assertEquals(20, parse(text).size());
  }

  @Test
  void oneTransactionAloneIsReadByTheSameRules() {
    assertEquals(
        "\"method\" has one half of a surrogate pair without the other, which is no character.",
        assertThrows(
                InvalidTransactionsException.class,
                () -> TransactionsFile.parseOne(
                    "{\"actor\":\"a\",\"method\":\"\ud800\"}", Protocol.epoch1()))
            .getMessage());
    assertEquals(
        "the line is longer than 1580032 bytes, the most that is allowed.",
        assertThrows(
                InvalidTransactionsException.class,
                () ->
                    TransactionsFile.parseOne(" ".repeat(RULES.lineBytes() + 1), Protocol.epoch1()))
            .getMessage());
  }

  private static String withArgs(String args) {
    return "{\"actor\":\"a\",\"method\":\"m\",\"args\":" + args + "}";
  }

  private static List<TransactionsFile.Line> parse(String text) throws Exception {
    return TransactionsFile.parse("f", new ByteArrayInputStream(utf8(text)), Protocol.epoch1());
  }

  private static String refusal(InputStream text) {
    return String.valueOf(assertThrows(
            InvalidTransactionsException.class,
            () -> TransactionsFile.parse("f", text, Protocol.epoch1()))
        .getMessage());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
