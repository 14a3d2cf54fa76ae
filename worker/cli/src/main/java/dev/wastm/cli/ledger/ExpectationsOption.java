package dev.wastm.cli.ledger;

import dev.wastm.cli.option.HashArgument;
import dev.wastm.ledger.replay.Expectations;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a ledger must be, by what its auditor knows from elsewhere. */
final class ExpectationsOption {
  @Option(
      names = "--header",
      paramLabel = "HASH",
      description =
          "The hash that the last header of the range must have, in hex. Default: any, also that of a history whose end was"
              + " cut off.")
  private Optional<String> header = Optional.empty();

  @Option(
      names = "--genesis",
      paramLabel = "HASH",
      description = "The hash that the ledger's genesis must have, in hex. Default: any.")
  private Optional<String> genesis = Optional.empty();

  @Mixin
  private SignedByOption signedBy = new SignedByOption();

  Expectations read() {
    return new Expectations(
        signedBy.read(),
        genesis.map(hex -> HashArgument.parse("--genesis", hex)),
        header.map(hex -> HashArgument.parse("--header", hex)));
  }
}
