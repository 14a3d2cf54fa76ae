package dev.wastm.cli.option;

import dev.wastm.blobstore.owner.OwnersFiles;
import dev.wastm.blobstore.owner.UnsafePathException;
import dev.wastm.cli.io.Failure;
import dev.wastm.ledger.key.SigningKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --key}: who signs. */
public final class KeyOption {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Sign with this key, as wastm key generate made it.")
  private Optional<Path> file = Optional.empty();

  /** The key, where one is named. */
  public Optional<SigningKey> read() {
    return file.map(KeyOption::read);
  }

  /** The key, which must be named. */
  public SigningKey require() {
    return read().orElseThrow(() -> Failure.badUsage("--key: name the key's file."));
  }

  private static SigningKey read(Path file) {
    try {
      return SigningKey.decode(bytes(file));
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage("--key: " + file + ": " + e.getMessage());
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return OwnersFiles.readSecret(file, SigningKey.FILE_BYTES_MAX);
    } catch (UnsafePathException e) {
      throw Failure.badUsage("--key: the key in " + file + " is not used, because " + e.getMessage()
          + ". Who else could read it may sign as you: make a new one (wastm key generate), or, where"
          + " you know that nobody has, copy it to where only you can read and write (umask 077).");
    } catch (NoSuchFileException e) {
      throw Failure.badUsage("There is no file " + file + ".");
    } catch (IOException e) {
      throw Failure.of("The file " + file + " cannot be read: " + e + ".");
    }
  }
}
