package dev.wastm.workflows;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wastm.activities.HeightRange;
import dev.wastm.activities.ReplayOptions;
import org.jspecify.annotations.Nullable;

/**
 * What to verify, and how.
 *
 * @param heights from 1; an end of 0 is the ledger's newest height
 * @param parallelWindows how many windows are replayed at a time, from 1
 * @param signedBy the key that must have signed each header, as {@code ed25519:<hex>}; null where it does not matter
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerificationRequest(
    String ledger,
    HeightRange heights,
    ReplayOptions replay,
    int parallelWindows,
    @Nullable String signedBy) {

  /** A verification that asks for no signatures. */
  public static VerificationRequest of(
      String ledger, HeightRange heights, ReplayOptions replay, int parallelWindows) {
    return new VerificationRequest(ledger, heights, replay, parallelWindows, null);
  }
}
