package dev.wastm.ledger.reconcile;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.Genesis;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Two copies of one ledger, side by side.
 *
 * @param firstDifference the first height at which they do not hold the same whole batch, where 0 is the genesis; empty where they
 *     hold the same
 * @param isFork whether both hold a whole batch there, and not the same
 */
public record Comparison(Copy here, Copy there, OptionalLong firstDifference, boolean isFork) {
  /**
   * Looks for where two copies part by bisection over their headers, because equal headers have equal histories. Where the headers are the same,
   * the batches before the newest are not read, and so damage among them is not found; where they differ, both copies are read from there on.
   */
  public static Comparison ofHeaders(String ledger, BlobStore here, BlobStore there) {
    Genesis.Sealed beginning = beginning(ledger, here, there);
    Copy ours = Copy.unread(here, ledger, beginning);
    Copy theirs = Copy.unread(there, ledger, beginning);
    if (isOtherLedger(ours, theirs)) {
      return new Comparison(ours, theirs, OptionalLong.of(0), true);
    }
    long equal = lastEqual(ledger, here, there, Math.min(ours.newest(), theirs.newest()));
    boolean isSame = ours.newest() == theirs.newest() && equal == ours.newest();
    return isSame
        ? new Comparison(ours, theirs, OptionalLong.empty(), false)
        : conclude(
            Copy.readFrom(equal, here, ledger, beginning),
            Copy.readFrom(equal, there, ledger, beginning),
            equal);
  }

  /** Reads both copies from their beginning, whether or not their headers are the same. */
  public static Comparison ofBatches(String ledger, BlobStore here, BlobStore there) {
    Genesis.Sealed beginning = beginning(ledger, here, there);
    Copy ours = Copy.unread(here, ledger, beginning);
    Copy theirs = Copy.unread(there, ledger, beginning);
    if (isOtherLedger(ours, theirs)) {
      return new Comparison(ours, theirs, OptionalLong.of(0), true);
    }
    ours = Copy.read(here, ledger, beginning);
    theirs = Copy.read(there, ledger, beginning);
    long both = Math.min(ours.sound(), theirs.sound());
    return conclude(ours, theirs, lastEqual(ledger, here, there, both));
  }

  /** Whether both have a genesis, and not the same. */
  private static boolean isOtherLedger(Copy ours, Copy theirs) {
    return ours.genesis().isPresent()
        && theirs.genesis().isPresent()
        && !ours.genesis().equals(theirs.genesis());
  }

  private static Genesis.Sealed beginning(String ledger, BlobStore here, BlobStore there) {
    return Copy.genesis(here, ledger)
        .or(() -> Copy.genesis(there, ledger))
        .orElseGet(() -> Genesis.ofNoLedgerYet(ledger));
  }

  /** @param equal a height at which the headers are the same, and after which they are not, or end */
  private static Comparison conclude(Copy ours, Copy theirs, long equal) {
    long both = Math.min(ours.sound(), theirs.sound());
    boolean isSame = equal == both
        && ours.newest() == theirs.newest()
        && ours.isConsistent()
        && theirs.isConsistent();
    return new Comparison(
        ours,
        theirs,
        isSame ? OptionalLong.empty() : OptionalLong.of(Math.min(equal, both) + 1),
        equal < both);
  }

  /** A damaged batch is not equal to anything. */
  private static long lastEqual(String ledger, BlobStore here, BlobStore there, long newest) {
    if (newest > 0 && isEqual(ledger, here, there, newest)) {
      return newest;
    }
    long equal = 0;
    long different = Math.max(newest, 1);
    while (different - equal > 1) {
      long middle = (equal + different) >>> 1;
      if (isEqual(ledger, here, there, middle)) {
        equal = middle;
      } else {
        different = middle;
      }
    }
    return equal;
  }

  private static boolean isEqual(String ledger, BlobStore here, BlobStore there, long height) {
    Optional<Digest> ours = Copy.headerHash(here, ledger, height);
    return ours.isPresent() && ours.equals(Copy.headerHash(there, ledger, height));
  }
}
