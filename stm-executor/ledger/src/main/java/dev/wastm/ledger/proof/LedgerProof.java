package dev.wastm.ledger.proof;

import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.state.InvalidProofException;

/** Shows, to someone who knows a header's hash and trusts it, one thing that the batch of that header left behind. Immutable. */
public sealed interface LedgerProof permits ValueProof, ReceiptProof {
  /** The header of the height that it speaks of. */
  BatchHeader.Sealed header();

  /**
   * Checks the proof against the hash that the reader trusts.
   *
   * @throws InvalidProofException where it does not prove what it says
   */
  default void verify(Digest trustedHeaderHash) throws InvalidProofException {
    if (!header().hash().equals(trustedHeaderHash)) {
      throw new InvalidProofException("its header has the hash " + header().hash() + ", and not "
          + trustedHeaderHash + "; it speaks of another height or another history");
    }
    verifyBelowHeader();
  }

  /** Checks all but the header's hash. */
  void verifyBelowHeader() throws InvalidProofException;
}
