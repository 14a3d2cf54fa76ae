package dev.wastm.activities;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/** Replay verification, done by any worker of the shared task queue. */
@ActivityInterface(namePrefix = "Verification")
public interface VerificationActivities {
  /**
   * Cuts a range into windows that begin after a checkpoint, so that each can be replayed on its own. A range that ends at 0 ends at the
   * ledger's newest height. Fails for good with {@link FailureTypes#BAD_REQUEST} where the ledger has no such heights.
   */
  List<HeightRange> plan(String ledger, HeightRange heights);

  /** Checks that a range's headers follow from one another, and are what is expected, without executing anything. */
  ChainVerdict checkChain(CheckChain request);

  /** Replays one window; heartbeats with the height it has reached. */
  WindowVerdict verify(VerifyWindow window);
}
