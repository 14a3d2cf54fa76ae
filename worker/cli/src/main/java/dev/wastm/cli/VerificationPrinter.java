package dev.wastm.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.ledger.replay.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows what a replay found. */
final class VerificationPrinter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private VerificationPrinter() {}

  /** Returns the exit code: 0 where all of it was verified, 1 otherwise. */
  static int print(Verification found, PrintWriter out, boolean json) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    boolean verified = found instanceof Verification.Verified;
    fields.put("verified", verified);
    out.println(json ? JSON.writeValueAsString(describe(found, fields)) : sentence(found));
    out.flush();
    return verified ? 0 : 1;
  }

  private static Map<String, Object> describe(Verification found, Map<String, Object> fields) {
    if (found instanceof Verification.Verified verified) {
      fields.put("from", verified.fromHeight());
      fields.put("to", verified.toHeight());
      fields.put("transactions", verified.transactions());
      fields.put("stateRoot", verified.stateRoot());
      fields.put("headerHash", verified.headerHash());
    } else if (found instanceof Verification.Difference difference) {
      fields.put("height", difference.height());
      fields.put(
          "transaction",
          difference.transaction().isPresent() ? difference.transaction().getAsInt() : null);
      fields.put("field", difference.field());
      fields.put("key", difference.key().orElse(null));
      fields.put("recorded", difference.recorded());
      fields.put("replayed", difference.replayed());
    } else if (found instanceof Verification.Damaged damaged) {
      fields.put("height", damaged.height());
      fields.put("reason", damaged.reason());
    }
    return fields;
  }

  private static String sentence(Verification found) {
    if (found instanceof Verification.Verified verified) {
      return "verified: heights " + verified.fromHeight() + " to " + verified.toHeight() + ", "
          + verified.transactions() + " transactions, state root " + verified.stateRoot();
    } else if (found instanceof Verification.Difference difference) {
      return "NOT verified: " + difference.describe();
    }
    return "NOT verified: " + ((Verification.Damaged) found).reason();
  }
}
