package dev.wastm.ledger.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arguments of the system actor, whose bytes a stored transaction may have from anybody. */
class SystemCallTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | The argument \"actor\" is missing.",
        "[] | The arguments of the system actor are wrong: they must be a JSON object.",
        "{ | The arguments of the system actor are not valid JSON.",
        "{} x | The arguments of the system actor are not valid JSON.",
        "{\"actor\":\"a\",\"module\":\"m\"} {} | The arguments of the system actor are wrong: there is more in it than one JSON value.",
        "{\"actor\":7} | The arguments of the system actor are wrong: \"actor\" must be a string.",
        "{\"module\":\"\\udc00\"} | The arguments of the system actor are wrong: \"module\" has one half of a surrogate pair without the other, which is no character.",
        "{\"actor\":\"a\",\"actor\":\"a\"} | The arguments of the system actor are wrong: the member \"actor\" is there twice.",
        "{\"init\":{\"a\":1,\"a\":2}} | The arguments of the system actor are wrong: the member \"a\" is there twice in one object.",
        "{\"gas\":7} | The arguments of the system actor are wrong: \"gas\" is none of them; they are actor, module, init, epoch and height.",
        "{\"module\":\"m@1\"} | The argument \"actor\" is missing.",
        "{\"actor\":\"a\"} | The argument \"module\" is missing.",
        "{\"actor\":\"a\",\"module\":\"m\",\"epoch\":2} | \"deploy\" takes no \"epoch\".",
        "{\"epoch\":0} | The arguments of the system actor are wrong: \"epoch\" must be a whole number from 1 to 2147483647."
      })
  void whatIsWrongIsSaid(String args, String message) {
    assertEquals(message, refusal("deploy", ByteString.copyFromUtf8(args)));
  }

  @Test
  void lengthAndDepthAreBounded() {
    assertEquals(
        "The arguments of the system actor are not valid JSON.",
        refusal("deploy", ByteString.copyFromUtf8("{\"init\":" + "[".repeat(60_000))));
    assertEquals(
        "The arguments of the system actor are wrong: this is not valid UTF-8, at byte 1.",
        refusal("deploy", ByteString.fromHex("ff")));
  }

  @Test
  void aMethodThatIsNoneIsQuotedInPart() {
    assertEquals(
        "The system actor has no method \"\\u000a" + "x".repeat(114)
            + "…\"; it has deploy, upgrade, requireSignatures and moveToEpoch.",
        refusal(
            "\n" + "x".repeat(200),
            ByteString.copyFromUtf8("{\"actor\":\"a\",\"module\":\"m@1\"}")));
  }

  private static String refusal(String method, ByteString args) {
    Transaction transaction = new Transaction(ActorId.SYSTEM, method, args, "", 1);
    return assertInstanceOf(SystemCall.Malformed.class, SystemCall.of(transaction))
        .why();
  }
}
