package dev.wastm.ledger.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.wastm.ledger.proto.ArgumentProto;
import dev.wastm.ledger.proto.ChangeProto;
import dev.wastm.ledger.proto.CodeProto;
import dev.wastm.ledger.proto.EventProto;
import dev.wastm.ledger.proto.FailureProto;
import dev.wastm.ledger.proto.HeaderProto;
import dev.wastm.ledger.proto.PlaceProto;
import dev.wastm.ledger.proto.ReceiptProto;
import dev.wastm.ledger.proto.StatusProto;
import dev.wastm.ledger.proto.TransactionProto;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is accepted is what the library writes, byte for byte, and nothing else. */
class CanonicalMessageTest {
  private static final List<Message> MESSAGES = List.of(
      TransactionProto.newBuilder()
          .setActor("a")
          .setMethod("é")
          .setArgs(ByteString.copyFromUtf8("{}"))
          .setFuelLimit(300)
          .setNonce(-1)
          .build(),
      ReceiptProto.newBuilder()
          .setIndex(-1)
          .setStatus(StatusProto.TRAPPED)
          .setFuelUsed(Long.MAX_VALUE)
          .addEvents(EventProto.newBuilder().setTopic(ByteString.copyFromUtf8("t")))
          .addEvents(EventProto.getDefaultInstance())
          .setFailure(FailureProto.newBuilder()
              .setCode(CodeProto.CODE_ABORT)
              .addArguments(ArgumentProto.newBuilder().setText(""))
              .addArguments(ArgumentProto.newBuilder().setCount(0))
              .addArguments(ArgumentProto.newBuilder().setCount(1L << 40))
              .setPlace(PlaceProto.newBuilder().setFunction(3)))
          .build(),
      ChangeProto.newBuilder()
          .setKey(ByteString.copyFromUtf8("k"))
          .setDeleted(true)
          .build(),
      HeaderProto.newBuilder().setEpoch(1).setLedger("l").setHeight(128).build());

  private static String refused(Descriptor type, String hex) {
    ByteString bytes = ByteString.copyFrom(HexFormat.of().parseHex(hex));
    return assertThrows(
            IllegalArgumentException.class, () -> CanonicalMessage.requireCanonical(type, bytes))
        .getMessage();
  }

  @Test
  void whatTheLibraryWritesIsCanonical() {
    long fields = 0;
    for (Message message : MESSAGES) {
      fields +=
          CanonicalMessage.requireCanonical(message.getDescriptorForType(), message.toByteString());
    }
    assertEquals(5 + 16 + 2 + 3, fields);
  }

  @Test
  void whatReadersUnderstandInTwoWaysIsNamed() {
    Descriptor transaction = TransactionProto.getDescriptor();
    assertEquals("it has a field 9, which is not known here", refused(transaction, "4801"));
    assertEquals(
        "its field actor is there twice, or after a later one",
        refused(transaction, "0a01610a0162"));
    assertEquals(
        "its field actor is there twice, or after a later one",
        refused(transaction, "1201610a0162"));
    assertEquals("its field actor is of another type", refused(transaction, "0801"));
    assertEquals("its field actor is written, and is empty", refused(transaction, "0a00"));
    assertEquals("its field fuel_limit is written, and is 0", refused(transaction, "2800"));
    assertEquals("its field actor is not UTF-8", refused(transaction, "0a01ff"));
    assertEquals("its field actor is not UTF-8", refused(transaction, "0a03eda080"));
    assertEquals("it ends in the middle of a field", refused(transaction, "0a0261"));
    assertEquals(
        "it ends in the middle of a field", refused(transaction, "0affffffffffffffffff01"));
    assertEquals("it ends in the middle of a number", refused(transaction, "28"));
    assertEquals(
        "it has a number that is too large, or longer than it must be",
        refused(transaction, "288100"));
    assertEquals(
        "it has a number that is too large, or longer than it must be",
        refused(transaction, "28ffffffffffffffffff02"));
    assertEquals(
        "its field index is out of range", refused(ReceiptProto.getDescriptor(), "088080808010"));
    assertEquals("its field status is out of range", refused(ReceiptProto.getDescriptor(), "1806"));
    assertEquals("its field deleted is out of range", refused(ChangeProto.getDescriptor(), "1802"));
    assertEquals(
        "its field text stands beside another of which there can be one",
        refused(ArgumentProto.getDescriptor(), "08011200"));
  }

  /** Where changed bytes are accepted, the library writes the very same. */
  @Test
  void mutatedBytesAreAFixedPointOrRefused() throws Exception {
    Random random = new Random(7);
    int accepted = 0;
    for (int round = 0; round < 200_000; round++) {
      Message message = MESSAGES.get(random.nextInt(MESSAGES.size()));
      byte[] bytes = message.toByteArray();
      for (int i = 0; i <= random.nextInt(3); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      ByteString changed = ByteString.copyFrom(bytes, 0, bytes.length - random.nextInt(2));
      if (isAccepted(message, changed)) {
        accepted++;
        assertEquals(changed, reread(message, changed));
      }
    }
    assertTrue(accepted > 10_000, "accepted " + accepted);
  }

  private static ByteString reread(Message message, ByteString bytes)
      throws InvalidProtocolBufferException {
    return message.newBuilderForType().mergeFrom(bytes).build().toByteString();
  }

  private static boolean isAccepted(Message message, ByteString bytes) {
    try {
      long unused = CanonicalMessage.requireCanonical(message.getDescriptorForType(), bytes);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
