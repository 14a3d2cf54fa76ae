package dev.wastm.ledger.proof;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.state.InvalidProofException;

/**
 * What a verifier says of a proof.
 *
 * @param said what it proves as it is displayed, or why it is refused
 */
record Verdict(boolean isProven, String said) {
  /** What ours says. */
  static Verdict ours(byte[] file, Digest trusted) {
    try {
      LedgerProof proof = ProofFile.decode(file);
      proof.verify(trusted);
      return new Verdict(true, ProofLine.of(proof));
    } catch (InvalidProofException e) {
      return new Verdict(false, String.valueOf(e.getMessage()));
    }
  }

  /** Both prove the same, character by character, or both refuse. Why is told in each one's own words. */
  boolean agreesWith(Verdict other) {
    return isProven == other.isProven && (!isProven || said.equals(other.said));
  }
}
