package dev.wastm.cli;

import dev.wastm.ledger.key.SigningKey;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --key}: who signs. */
final class KeyOption {
  private static final int FILE_BYTES_MAX = 4096;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Sign with this key, as wastm key generate made it.")
  private Optional<Path> file = Optional.empty();

  Optional<SigningKey> read() {
    return file.map(KeyOption::read);
  }

  private static SigningKey read(Path file) {
    try {
      return SigningKey.decode(InputFile.read(file, FILE_BYTES_MAX, "a private key"));
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage("--key: " + file + ": " + e.getMessage());
    }
  }
}
