package dev.wastm.cli.ledger;

import dev.wastm.cli.io.Failure;
import dev.wastm.ledger.key.VerificationKey;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --signed-by}: whose signature the genesis and each header must have. */
final class SignedByOption {
  @Option(
      names = "--signed-by",
      paramLabel = "KEY",
      description =
          "The name of the key that must have signed the ledger's genesis and each header: ed25519: and 64 digits. Default:"
              + " none must.")
  private Optional<String> name = Optional.empty();

  Optional<VerificationKey> read() {
    return name.map(
        given -> VerificationKey.ofName(given)
            .orElseThrow(
                () -> Failure.badUsage(
                    "--signed-by: \"" + given
                        + "\" is not a key's name, which is ed25519: and 64 hexadecimal digits in lower case.")));
  }
}
