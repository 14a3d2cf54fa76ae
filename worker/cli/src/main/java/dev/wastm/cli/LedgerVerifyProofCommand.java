package dev.wastm.cli;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.proof.LedgerProof;
import dev.wastm.ledger.proof.ProofFile;
import dev.wastm.ledger.state.InvalidProofException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wastm ledger verify-proof}: does a proof hold, for a header that the reader trusts? Asks no store and no network. */
@Command(
    name = "verify-proof",
    description =
        "Checks a proof against a header's hash, offline, and says what it proves. Exit code 1 where it does not hold.",
    mixinStandardHelpOptions = true)
final class LedgerVerifyProofCommand implements Callable<Integer> {
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

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Digest trusted = HashOption.parse("--header", header);
    ProofPrinter printer = new ProofPrinter(spec.commandLine().getOut(), json);
    try {
      LedgerProof proof = ProofFile.decode(InputFile.readAtMost(file, ProofFile.SIZE_BYTES_MAX));
      proof.verify(trusted);
      printer.printProven(proof);
      return 0;
    } catch (InvalidProofException e) {
      printer.printRefused(String.valueOf(e.getMessage()));
      return 1;
    }
  }
}
