package dev.wastm.cli.ledger;

import dev.wastm.cli.io.Failure;
import dev.wastm.cli.io.InputFile;
import dev.wastm.cli.io.Progress;
import dev.wastm.cli.option.ExecutionFlags;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.ledger.bundle.Bundle;
import dev.wastm.ledger.bundle.InvalidBundleException;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wastm verify}: replays a bundle, with no store, no cluster and no network. */
@Command(
    name = "verify",
    description =
        "Executes a bundle's batches once more and compares every receipt and root, offline. Exit code 1 where they"
            + " differ.",
    mixinStandardHelpOptions = true)
public final class VerifyBundleCommand implements Callable<Integer> {
  @Parameters(paramLabel = "BUNDLE", description = "What wastm ledger export wrote.")
  private Path file = Path.of("");

  @Mixin
  private ExpectationsOption expectations = new ExpectationsOption();

  @Mixin
  private ExecutionFlags flags = new ExecutionFlags();

  @Mixin
  private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    Expectations expected = expectations.read();
    try {
      Bundle bundle = Bundle.open(InputFile.source(file), Runtime.getRuntime().maxMemory());
      try (Progress progress = Progress.of("Verifying", bundle.to() - bundle.from() + 1)) {
        Verification found = bundle.verify(flags::open, expected, height -> progress.step());
        return VerificationPrinter.print(found, json);
      }
    } catch (InvalidBundleException e) {
      throw Failure.of(String.valueOf(e.getMessage()));
    }
  }
}
