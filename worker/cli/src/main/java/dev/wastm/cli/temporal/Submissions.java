package dev.wastm.cli.temporal;

import dev.wastm.activities.Submission;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.text.Text;
import java.util.Optional;

/** Puts a transactions file where a worker finds it: into the submission itself where it fits, into the blob store otherwise. */
public final class Submissions {
  private Submissions() {}

  public static Submission of(BlobStore store, String ledger, byte[] transactions) {
    // What is no text goes as it is: the worker says in which line it is none.
    Optional<String> text = Text.ofUtf8(transactions).filter(Submission::fitsInline);
    if (text.isPresent()) {
      return Submission.inline(text.get());
    }
    String sha256 = Sha256.of(transactions).hex();
    store.put(BlobKey.of(Submission.blobKey(ledger, sha256)), transactions, PutMode.OVERWRITE);
    return Submission.stored(sha256);
  }
}
