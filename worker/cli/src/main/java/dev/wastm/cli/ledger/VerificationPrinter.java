package dev.wastm.cli.ledger;

import dev.wastm.cli.option.JsonOption;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.replay.Tracing;
import dev.wastm.ledger.replay.Verification;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows what a replay found. */
final class VerificationPrinter {
  private VerificationPrinter() {}

  /** Returns the exit code: 0 where all of it was verified, 1 otherwise. */
  static int print(Verification found, JsonOption json) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    boolean verified = found instanceof Verification.Verified;
    fields.put("verified", verified);
    json.print(describe(found, fields), sentence(found));
    return verified ? 0 : 1;
  }

  private static Map<String, @Nullable Object> describe(
      Verification found, Map<String, @Nullable Object> fields) {
    if (found instanceof Verification.Verified verified) {
      fields.put("ledger", verified.genesis().genesis().ledger());
      GenesisFields.add(verified.genesis(), fields);
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
      difference.tracing().ifPresent(tracing -> describe(tracing, fields));
    } else if (found instanceof Verification.Failed failed) {
      fields.put("height", failed.height());
      if (failed instanceof Verification.Unsigned unsigned) {
        fields.put("unsignedBy", unsigned.signer());
      }
      fields.put("reason", failed.describe());
    }
    return fields;
  }

  private static void describe(Tracing tracing, Map<String, @Nullable Object> fields) {
    fields.put("hostCall", tracing.hostCall().map(VerificationPrinter::describe).orElse(null));
    fields.put("tracing", tracing.conclusion());
  }

  private static Map<String, Object> describe(Tracing.HostCall call) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("transaction", call.transaction());
    fields.put("number", call.number());
    fields.put("replayed", call.replayed());
    fields.put(call.otherSource(), call.other());
    return fields;
  }

  private static String lines(Tracing tracing) {
    return tracing
            .hostCall()
            .map(call -> "\n  transaction " + call.transaction() + ", host call " + call.number()
                + "\n    replay: " + call.replayed() + "\n    " + call.otherSource() + ": "
                + call.other())
            .orElse("")
        + "\n  " + tracing.conclusion();
  }

  private static String sentence(Verification found) {
    if (found instanceof Verification.Verified verified) {
      Genesis.Sealed genesis = verified.genesis();
      return "verified: heights " + verified.fromHeight() + " to " + verified.toHeight() + ", "
          + verified.transactions() + " transactions, state root " + verified.stateRoot()
          + "\n  ledger " + genesis.genesis().ledger() + ", genesis " + genesis.hash()
          + genesis.genesis().origin().map(VerificationPrinter::line).orElse("")
          + "\n  last header " + verified.headerHash();
    } else if (found instanceof Verification.Difference difference) {
      return "NOT verified: " + difference.describe()
          + difference.tracing().map(VerificationPrinter::lines).orElse("");
    }
    return "NOT verified: " + ((Verification.Failed) found).describe();
  }

  private static String line(Genesis.Origin origin) {
    return "\n  forked from ledger " + origin.header().header().ledger() + " at height "
        + origin.header().header().height() + ", header " + origin.header().hash() + ", genesis "
        + origin.genesis().hash();
  }
}
