package dev.wastm.cli.ledger;

import dev.wastm.cli.io.InputFile;
import dev.wastm.cli.option.HashArgument;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.proof.LedgerProof;
import dev.wastm.ledger.proof.ProofFile;
import dev.wastm.ledger.proof.ProofLine;
import dev.wastm.ledger.state.InvalidProofException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wastm ledger verify-proof}: does a proof hold, for a header that the reader trusts? Asks no store and no network. */
@Command(
    name = "verify-proof",
    description =
        "Checks a proof against a header's hash, offline, and says what it proves. Exit code 1 where it does not hold.",
    mixinStandardHelpOptions = true)
final class VerifyProofCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description = "What wastm ledger proof, or wastm ledger receipt --proof, wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--header",
      paramLabel = "HASH",
      required = true,
      description =
          "The hash of the header that you trust, in hex, as wastm ledger status shows it.")
  private String header = "";

  @Mixin
  private JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    Digest trusted = HashArgument.parse("--header", header);
    try {
      LedgerProof proof = ProofFile.decode(InputFile.readAtMost(file, ProofFile.SIZE_BYTES_MAX));
      proof.verify(trusted);
      String line = ProofLine.of(proof);
      json.out().println(json.isOn() ? line : "verified: " + line);
      json.out().flush();
      return 0;
    } catch (InvalidProofException e) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("verified", false);
      fields.put("reason", String.valueOf(e.getMessage()));
      json.print(fields, "NOT verified: " + e.getMessage() + ".");
      return 1;
    }
  }
}
