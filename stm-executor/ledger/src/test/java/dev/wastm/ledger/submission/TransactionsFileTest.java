package dev.wastm.ledger.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.protocol.Protocol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionsFileTest {
  @Test
  void readsAllMembersAndKeepsArgsAsTheyWereWritten() throws Exception {
    List<TransactionsFile.Line> lines = parse("""
        {"actor":"counter-1","method":"increment","args":{ "z": 1.0, "a": [1e5, 12345678901234567890, "é\\u0041"] },"sender":"alice","fuel":1000000}

        {"actor":"counter-2","method":"get"}
        """);
    Transaction first = lines.get(0).transaction();
    assertEquals("counter-1", first.actor());
    assertEquals("increment", first.method());
    assertEquals(
        "{\"z\":1.0,\"a\":[1e5,12345678901234567890,\"éA\"]}", first.args().toStringUtf8());
    assertEquals("alice", first.sender());
    assertEquals(1_000_000, first.fuelLimit());
    assertEquals(3, lines.get(1).line());
    assertEquals(
        new Transaction(
            "counter-2",
            "get",
            com.google.protobuf.ByteString.EMPTY,
            "",
            Protocol.epoch1().transaction().fuelDefault()),
        lines.get(1).transaction());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"actor\":\"a\",\"method\":\"m\" | f.ndjson:2: this is not valid JSON:",
        "[1] | f.ndjson:2: a transaction must be a JSON object.",
        "{\"actor\":\"a\",\"method\":\"m\"} {} | f.ndjson:2: there is more in it than one JSON value.",
        "{\"method\":\"m\"} | f.ndjson:2: \"actor\" must be 1 to 128 bytes",
        "{\"actor\":\"a\"} | f.ndjson:2: \"method\" must be 1 to 256 bytes",
        "{\"actor\":7,\"method\":\"m\"} | f.ndjson:2: \"actor\" must be a string.",
        "{\"actor\":\"a\\u0000b\",\"method\":\"m\"} | f.ndjson:2: \"actor\" must be 1 to 128 bytes",
        "{\"actor\":\"a\",\"method\":\"m\",\"fuel\":0} | f.ndjson:2: \"fuel\" must be a whole number from 1 to 1000000000.",
        "{\"actor\":\"a\",\"method\":\"m\",\"fuel\":1.5} | f.ndjson:2: \"fuel\" must be",
        "{\"actor\":\"a\",\"method\":\"m\",\"fuel\":99999999999999999999} | f.ndjson:2: \"fuel\" must be",
        "{\"actor\":\"a\",\"method\":\"m\",\"gas\":1} | f.ndjson:2: \"gas\" is not a member of a transaction",
        "{\"actor\":\"a\",\"actor\":\"b\",\"method\":\"m\"} | f.ndjson:2: the member \"actor\" is there twice."
      })
  void namesTheFileAndLineOfTheFirstMistake(String line, String message) {
    String text = "{\"actor\":\"a\",\"method\":\"m\"}\n" + line + "\n";
    String actual =
        assertThrows(InvalidTransactionsException.class, () -> parse(text)).getMessage();
    assertEquals(message, actual.substring(0, Math.min(message.length(), actual.length())));
  }

  @Test
  void refusesAnEmptyFile() {
    assertEquals(
        "f.ndjson: there is no transaction in it; write one JSON object a line.",
        assertThrows(InvalidTransactionsException.class, () -> parse("\n\n")).getMessage());
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] text = "{\"actor\":\"a\",\"method\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    String message = assertThrows(
            InvalidTransactionsException.class,
            () -> TransactionsFile.parse(
                "f.ndjson", new ByteArrayInputStream(text), Protocol.epoch1()))
        .getMessage();
    assertEquals("f.ndjson:1: this is not valid UTF-8, at byte 24.", message);
  }

  private static List<TransactionsFile.Line> parse(String text)
      throws InvalidTransactionsException, IOException {
    return TransactionsFile.parse(
        "f.ndjson",
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        Protocol.epoch1());
  }
}
