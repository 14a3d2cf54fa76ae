package dev.wastm.cli.io;

import dev.wastm.blobstore.BlobSource;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.submission.TransactionsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files that a person names on the command line. */
public final class InputFile {
  private InputFile() {}

  /**
   * The file's bytes.
   *
   * @param bytesMax how many such a file may have; it is not read further
   * @param what it should be, with its article
   */
  public static byte[] read(Path file, int bytesMax, String what) {
    byte[] bytes = readAtMost(file, bytesMax);
    if (bytes.length > bytesMax) {
      throw Failure.of(
          "The file " + file + " has more than " + bytesMax + " bytes, and is not " + what + ".");
    }
    return bytes;
  }

  /** The file, for whoever reads it piece by piece. */
  public static BlobSource source(Path file) {
    requireFile(file);
    try {
      return BlobSource.of(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The file's bytes, or so many of them and one more. */
  public static byte[] readAtMost(Path file, int bytesMax) {
    try (InputStream in = open(file)) {
      return in.readNBytes(bytesMax + 1);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * The transactions in a file.
   *
   * @param protocol of the epoch in which they are to be executed
   */
  public static List<TransactionsFile.Line> readTransactions(Path file, Protocol protocol)
      throws InvalidTransactionsException {
    try (InputStream in = open(file)) {
      return TransactionsFile.parse(file.toString(), in, protocol);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    requireFile(file);
    return Files.newInputStream(file);
  }

  private static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Failure.badUsage("There is no file " + file + ".");
    }
  }

  private static Failure unreadable(Path file, IOException e) {
    return Failure.of("The file " + file + " cannot be read: " + e.getMessage() + ".");
  }
}
