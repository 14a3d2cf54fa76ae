package dev.wastm.cli;

import dev.wastm.ledger.bundle.Bundle;
import dev.wastm.ledger.bundle.InvalidBundleException;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.key.VerificationKey;
import dev.wastm.ledger.replay.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wastm verify}: replays a bundle, with no store, no cluster and no network. */
@Command(
    name = "verify",
    description =
        "Executes a bundle's batches once more and compares every receipt and root, offline. Exit code 1 where they"
            + " differ.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "BUNDLE", description = "What wastm ledger export wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--header",
      paramLabel = "HASH",
      description = "The hash that the last header must have, in hex. Default: any.")
  private Optional<String> header = Optional.empty();

  @Mixin
  private SignedByOption signedBy = new SignedByOption();

  @Mixin
  private ExecutionFlags flags = new ExecutionFlags();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Optional<Digest> trusted = header.map(HeaderHash::parse);
    Optional<VerificationKey> signer = signedBy.read();
    try {
      Bundle bundle = Bundle.open(InputFile.source(file), Runtime.getRuntime().maxMemory());
      try (Progress progress = Progress.of("Verifying", bundle.to() - bundle.from() + 1)) {
        Verification found = bundle.verify(flags::open, signer, height -> progress.step());
        requireTrusted(found, trusted);
        return VerificationPrinter.print(found, spec.commandLine().getOut(), json);
      }
    } catch (InvalidBundleException e) {
      throw Failure.of(String.valueOf(e.getMessage()));
    }
  }

  private static void requireTrusted(Verification found, Optional<Digest> trusted) {
    if (found instanceof Verification.Verified verified
        && trusted.isPresent()
        && !trusted.get().hex().equals(verified.headerHash())) {
      throw Failure.of("The bundle is consistent in itself, but its last header has the hash "
          + verified.headerHash() + ", and not " + trusted.get() + ".");
    }
  }
}
