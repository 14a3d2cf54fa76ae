package dev.wastm.ledger.replay;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.replay.Verification.Difference;
import dev.wastm.ledger.report.Sentences;
import dev.wastm.ledger.text.Excerpt;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds the first field in which two receipts of one transaction differ. */
final class ReceiptComparison {
  private ReceiptComparison() {}

  static Optional<Difference> firstDifference(long height, Receipt was, Receipt is) {
    if (was.index() != is.index()) {
      return found(height, was, "index", was.index(), is.index());
    } else if (!was.transactionHash().equals(is.transactionHash())) {
      return found(height, was, "transactionHash", was.transactionHash(), is.transactionHash());
    } else if (was.status() != is.status()) {
      return found(height, was, "status", was.status(), is.status());
    } else if (!was.output().equals(is.output())) {
      return found(height, was, "output", describe(was.output()), describe(is.output()));
    } else if (was.fuelUsed() != is.fuelUsed()) {
      return found(height, was, "fuelUsed", was.fuelUsed(), is.fuelUsed());
    } else if (!was.events().equals(is.events())) {
      return found(
          height,
          was,
          "events",
          was.events().size() + " events",
          is.events().size() + " events, or others");
    } else if (!was.writesDigest().equals(is.writesDigest())) {
      return found(height, was, "writesDigest", was.writesDigest(), is.writesDigest());
    } else if (!was.failure().equals(is.failure())) {
      return found(height, was, "failure", describe(was.failure()), describe(is.failure()));
    }
    return Optional.empty();
  }

  private static String describe(ByteString output) {
    return output.isValidUtf8()
        ? Excerpt.of(output.toStringUtf8())
        : "0x" + HexFormat.of().formatHex(output.toByteArray());
  }

  private static String describe(Optional<Failure> failure) {
    return failure.map(why -> why.code() + ": " + Sentences.nameless().of(why)).orElse("none");
  }

  private static Optional<Difference> found(
      long height, Receipt receipt, String field, Object was, Object is) {
    return Optional.of(difference(height, receipt, field, was, is));
  }

  static Difference difference(long height, Receipt receipt, String field, Object was, Object is) {
    return new Difference(
        height,
        OptionalInt.of(receipt.index()),
        field,
        Optional.empty(),
        was.toString(),
        is.toString(),
        Optional.empty());
  }
}
