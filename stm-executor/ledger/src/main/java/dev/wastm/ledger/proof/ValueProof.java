package dev.wastm.ledger.proof;

import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.state.InvalidProofException;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.ledger.state.StateProof;

/** What one key's value was after a batch, or that it had none. */
public record ValueProof(BatchHeader.Sealed header, StateProof state) implements LedgerProof {
  /** @throws IllegalArgumentException for a head without a batch: it has no header to prove anything against */
  public static ValueProof of(LedgerHead head, StateKey key) {
    BatchHeader.Sealed header = head.header()
        .orElseThrow(
            () -> new IllegalArgumentException("A ledger without a batch has nothing to prove."));
    return new ValueProof(header, head.state().prove(key));
  }

  @Override
  public void verifyBelowHeader() throws InvalidProofException {
    Digest stated = header.header().stateRoot();
    Digest shown = state.root();
    if (!shown.equals(stated)) {
      throw new InvalidProofException("it leads to the state root " + shown
          + ", and not to the one in its header, which is " + stated);
    }
  }
}
