package dev.wastm.cli;

import dev.wastm.ledger.proof.LedgerProof;
import dev.wastm.ledger.proof.ProofLine;
import dev.wastm.ledger.state.InvalidProofException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows what a proof proves. */
final class ProofPrinter {
  private final PrintWriter out;
  private final boolean json;

  ProofPrinter(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** @throws InvalidProofException where its receipt cannot be read, which a proof that holds rules out */
  void printProven(LedgerProof proof) throws InvalidProofException {
    String line = ProofLine.of(proof);
    out.println(json ? line : "verified: " + line);
    out.flush();
  }

  void printRefused(String reason) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("verified", false);
    fields.put("reason", reason);
    Fields.print(out, json, fields, "NOT verified: " + reason + ".");
  }
}
