package dev.wastm.ledger.replay;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.key.VerificationKey;
import java.util.Optional;

/**
 * What an auditor knows of a ledger from elsewhere, and a store or a bundle cannot tell him. Without any of it, what is verified is consistent in
 * itself, and may still be another history, or the beginning of one.
 *
 * @param signer who must have signed the genesis, and each header of the range
 * @param genesis the hash that the genesis must have
 * @param header the hash that the last header of the range must have
 */
public record Expectations(
    Optional<VerificationKey> signer, Optional<Digest> genesis, Optional<Digest> header) {
  public static final Expectations NONE =
      new Expectations(Optional.empty(), Optional.empty(), Optional.empty());
}
