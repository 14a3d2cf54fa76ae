package dev.wastm.ledger.reconcile;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.hash.Digest;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Two copies of one ledger, side by side.
 *
 * @param firstDifference the first height at which they do not hold the same whole batch; empty where they hold the same
 * @param isFork whether both hold a whole batch there, and not the same
 */
public record Comparison(Copy here, Copy there, OptionalLong firstDifference, boolean isFork) {
  /** Reads both copies from their beginning, but looks for where they part by bisection: equal headers have equal histories. */
  public static Comparison of(String ledger, BlobStore here, BlobStore there) {
    Copy ours = Copy.read(here, ledger);
    Copy theirs = Copy.read(there, ledger);
    long both = Math.min(ours.sound().height(), theirs.sound().height());
    long equal = 0;
    long different = both + 1;
    while (different - equal > 1) {
      long middle = (equal + different) >>> 1;
      if (hash(here, ledger, middle).equals(hash(there, ledger, middle))) {
        equal = middle;
      } else {
        different = middle;
      }
    }
    boolean isSame = equal == both
        && ours.newest() == theirs.newest()
        && ours.isConsistent()
        && theirs.isConsistent();
    return new Comparison(
        ours, theirs, isSame ? OptionalLong.empty() : OptionalLong.of(equal + 1), equal < both);
  }

  private static Optional<Digest> hash(BlobStore store, String ledger, long height) {
    return Copy.headerHash(store, ledger, height);
  }
}
