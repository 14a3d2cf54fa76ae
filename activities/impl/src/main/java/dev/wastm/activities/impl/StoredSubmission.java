package dev.wastm.activities.impl;

import dev.wastm.activities.BadRequestException;
import dev.wastm.activities.Submission;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.submission.TransactionsFile;
import dev.wastm.wasm.crypto.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** A submission that its sender put into the blob store. It is read as a stream, and not past what a submission may be. */
final class StoredSubmission {
  private static final int SKIP_BYTES = 64 * 1024;

  private StoredSubmission() {}

  /**
   * Takes its transactions.
   *
   * @throws BadRequestException where it is not there, or is not what its name says
   * @throws InvalidTransactionsException where it is what its name says, but no transactions
   * @throws BlobStoreException where it cannot be read
   */
  static List<TransactionsFile.Line> parse(
      BlobStore store, String ledger, Digest sha256, Protocol protocol)
      throws InvalidTransactionsException {
    BlobKey key = BlobKey.of(Submission.blobKey(ledger, sha256.hex()));
    MessageDigest digest = Sha256.digest();
    try (InputStream stored = store.open(key);
        DigestInputStream text = new DigestInputStream(stored, digest)) {
      return parse(key, sha256, text, protocol);
    } catch (BlobStoreException e) {
      if (e.kind() == BlobStoreException.Kind.NOT_FOUND) {
        throw new BadRequestException("The submission " + key
            + " is not in the worker's blob store; store it before submitting it.");
      }
      throw e;
    } catch (IOException e) {
      throw BlobStoreException.unavailable(
          "Reading the submission " + key + " from " + store + " failed: " + e.getMessage() + ".",
          e);
    }
  }

  private static List<TransactionsFile.Line> parse(
      BlobKey key, Digest sha256, DigestInputStream text, Protocol protocol)
      throws InvalidTransactionsException, IOException {
    try {
      List<TransactionsFile.Line> lines =
          TransactionsFile.parse(BatchActivitiesImpl.SOURCE, text, protocol);
      requireDigest(key, sha256, text);
      return lines;
    } catch (InvalidTransactionsException e) {
      // What is damaged is said to be so, and not to be wrong at some line.
      if (skipToEnd(text, protocol.batch().inputBytes())) {
        requireDigest(key, sha256, text);
      }
      throw e;
    }
  }

  private static void requireDigest(BlobKey key, Digest sha256, DigestInputStream whole) {
    if (!Arrays.equals(whole.getMessageDigest().digest(), sha256.toByteArray())) {
      throw new BadRequestException(
          "The stored submission " + key + " does not have the digest in its name.");
    }
  }

  /** Reads on to the end; false where that is further away than a submission's. */
  private static boolean skipToEnd(InputStream text, int bytesMax) throws IOException {
    byte[] skipped = new byte[SKIP_BYTES];
    int room = bytesMax;
    int count = text.read(skipped);
    while (count >= 0 && room >= 0) {
      room -= count;
      count = text.read(skipped);
    }
    return count < 0;
  }
}
