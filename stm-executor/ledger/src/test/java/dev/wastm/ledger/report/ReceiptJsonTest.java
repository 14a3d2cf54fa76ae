package dev.wastm.ledger.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceiptJsonTest {
  private static final Transaction TRANSACTION =
      new Transaction("counter-1", "increment", ByteString.EMPTY, "", 10);
  private static final Digest HASH = Sha256.of(new byte[0]);

  @Test
  void showsASuccessWithJsonAndOtherBytes() {
    Receipt receipt = new Receipt(
        0,
        HASH,
        Status.SUCCESS,
        ByteString.copyFromUtf8("{ \"value\": 1.50 }\n"),
        1234,
        List.of(
            new Receipt.Event(ByteString.copyFromUtf8("t\"1"), ByteString.copyFromUtf8("[1]")),
            new Receipt.Event(
                ByteString.copyFrom(new byte[] {-1}), ByteString.copyFromUtf8("not json"))),
        HASH,
        Optional.empty());
    assertEquals(
        "{\"index\":0,\"hash\":\"" + HASH.hex()
            + "\",\"actor\":\"counter-1\",\"method\":\"increment\","
            + "\"status\":\"SUCCESS\",\"output\":{\"value\":1.50},\"fuelUsed\":1234,\"events\":["
            + "{\"topic\":\"t\\\"1\",\"data\":[1]},"
            + "{\"topic\":{\"base64\":\"/w==\"},\"data\":{\"base64\":\"bm90IGpzb24=\"}}],\"error\":null,\"code\":null}",
        new ReceiptJson(Sentences.nameless()).line(TRANSACTION, receipt));
  }

  @Test
  void showsAFailureWithItsErrorAndWithoutOutput() {
    Receipt receipt = new Receipt(
        7,
        HASH,
        Status.REVERTED,
        ByteString.EMPTY,
        5,
        List.of(),
        HASH,
        Optional.of(Failure.of(FailureCode.REVERT, "by must be positive")));
    assertEquals(
        "{\"index\":7,\"hash\":\"" + HASH.hex()
            + "\",\"actor\":\"counter-1\",\"method\":\"increment\","
            + "\"status\":\"REVERTED\",\"output\":null,\"fuelUsed\":5,\"events\":[],\"error\":\"by must be positive\",\"code\":\"REVERT\",\"arguments\":{\"message\":\"by must be positive\"}}",
        new ReceiptJson(Sentences.nameless()).line(TRANSACTION, receipt));
  }

  @Test
  void bytesOfAReceiptComeBackAsTheyWere() throws Exception {
    Receipt receipt = new Receipt(
        3,
        HASH,
        Status.SUCCESS,
        ByteString.copyFromUtf8("7"),
        99,
        List.of(new Receipt.Event(ByteString.copyFromUtf8("a"), ByteString.EMPTY)),
        HASH,
        Optional.empty());
    assertEquals(receipt, Receipt.unseal(receipt.seal().bytes()).receipt());
  }
}
