package dev.wastm.ledger.reconcile;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.key.VerificationKey;
import java.util.Optional;

/** Whether a key vouches for a store's copy of a ledger: for its genesis and its newest header, which names all those before. */
public record SignedCopy(BlobStore store, String ledger) {
  /** Why the key cannot be said to vouch for the copy, as the end of a sentence; empty where it does, or where there is no copy. */
  public Optional<String> lacking(VerificationKey by) {
    Journal journal = new Journal(store, ledger);
    LedgerSignatures signatures = new LedgerSignatures(store, ledger);
    long newest = journal.newestHeight();
    try {
      Genesis.Sealed genesis = journal.genesis();
      if (newest == 0) {
        return Optional.empty();
      }
      Optional<String> ofGenesis = signatures.lacking(genesis, by);
      return ofGenesis.isPresent()
          ? ofGenesis
          : signatures.lacking(journal.requireHeader(newest), by);
    } catch (CorruptRecordException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
