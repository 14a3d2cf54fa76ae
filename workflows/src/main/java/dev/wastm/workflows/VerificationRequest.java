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
 * @param signedBy the key that must have signed the genesis and each header, as {@code ed25519:<hex>}; null where it does not matter
 * @param genesis the hash that the ledger's genesis must have, in hex; null where it does not matter
 * @param header the hash that the last header must have, in hex; null where it does not matter, and then the end of a history may be missing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerificationRequest(
    String ledger,
    HeightRange heights,
    ReplayOptions replay,
    int parallelWindows,
    @Nullable String signedBy,
    @Nullable String genesis,
    @Nullable String header) {

  /** A verification that expects nothing but a history that is consistent in itself. */
  public static VerificationRequest of(
      String ledger, HeightRange heights, ReplayOptions replay, int parallelWindows) {
    return new VerificationRequest(ledger, heights, replay, parallelWindows, null, null, null);
  }
}
