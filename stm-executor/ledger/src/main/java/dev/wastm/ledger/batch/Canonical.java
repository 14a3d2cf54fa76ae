package dev.wastm.ledger.batch;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

/**
 * Protocol Buffers have many encodings of one message: fields in another order or there twice, defaults that are written, longer numbers, fields that
 * nobody knows. What is hashed has one, so that what is read is what was written: whoever reads stored bytes writes what it understood once more and
 * compares.
 */
final class Canonical {
  private Canonical() {}

  /** @throws InvalidProtocolBufferException where bytes are not what their content is written as */
  static void require(String what, ByteString bytes, ByteString rewritten)
      throws InvalidProtocolBufferException {
    if (!bytes.equals(rewritten)) {
      throw new InvalidProtocolBufferException(what + " is not in its canonical form: its "
          + bytes.size() + " bytes say what is written otherwise");
    }
  }
}
