package dev.wastm.ledger.replay;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.replay.Verification.Damaged;
import dev.wastm.ledger.replay.Verification.Unexpected;
import dev.wastm.ledger.replay.Verification.Unsigned;
import java.util.Optional;

/**
 * Checks a range of a ledger's headers, before anything is executed: that each belongs to this ledger and follows from the one before, in parent,
 * state and time, and that all of it is what was expected. It reads a kilobyte a height, and a signature where one is asked for. Thread-safe.
 */
public final class ChainVerifier {
  private final Journal journal;
  private final LedgerSignatures signatures;
  private final Expectations expected;

  public ChainVerifier(String ledger, BlobStore store, Expectations expected) {
    this.journal = new Journal(store, ledger);
    this.signatures = new LedgerSignatures(store, ledger);
    this.expected = expected;
  }

  /**
   * Checks the heights from one to another.
   *
   * @param fromHeight from 1
   * @param toHeight at least {@code fromHeight}
   * @throws BrokenChainException with what was found
   */
  public Chain verify(long fromHeight, long toHeight) throws BrokenChainException {
    try {
      Genesis.Sealed genesis = journal.genesis();
      requireExpected(genesis);
      Digest parentHash = genesis.at(1).hash();
      Optional<BatchHeader.Sealed> before = Optional.empty();
      if (fromHeight > 1) {
        before = Optional.of(journal.requireHeader(fromHeight - 1));
        parentHash = before.get().hash();
      }
      for (long height = fromHeight; height <= toHeight; height++) {
        BatchHeader.Sealed header = journal.requireHeader(height);
        requireFollows(before, header);
        requireSigned(header);
        before = Optional.of(header);
      }
      Digest headerHash = before.orElseThrow().hash();
      requireExpected(toHeight, headerHash);
      return new Chain(genesis, parentHash, headerHash);
    } catch (CorruptRecordException e) {
      throw broken(new Damaged(e.height(), String.valueOf(e.getMessage())));
    }
  }

  /** The first header of all follows the genesis, which {@link Journal#requireHeader} has seen to. */
  private static void requireFollows(Optional<BatchHeader.Sealed> before, BatchHeader.Sealed sealed)
      throws CorruptRecordException {
    if (before.isEmpty()) {
      return;
    }
    BatchHeader header = sealed.header();
    BatchHeader last = before.get().header();
    if (!header.parentHash().equals(before.get().hash())) {
      throw new CorruptRecordException(
          header.height(),
          "the chain is broken: its parent is " + header.parentHash()
              + ", and the header stored before it is " + before.get().hash());
    } else if (!header.priorStateRoot().equals(last.stateRoot())) {
      throw new CorruptRecordException(
          header.height(), "it starts from another state than the batch before it left");
    } else if (header.timestampMs() < last.timestampMs()) {
      throw new CorruptRecordException(
          header.height(),
          "its timestamp is " + header.timestampMs() + " ms, and that of the batch before it is "
              + last.timestampMs() + " ms, though time never goes back");
    }
  }

  private void requireSigned(BatchHeader.Sealed header) throws BrokenChainException {
    if (expected.signer().isPresent()) {
      Optional<String> lacking = signatures.lacking(header, expected.signer().get());
      if (lacking.isPresent()) {
        throw unsigned(header.header().height(), lacking.get());
      }
    }
  }

  private void requireExpected(Genesis.Sealed genesis) throws BrokenChainException {
    if (expected.genesis().isPresent() && !expected.genesis().get().equals(genesis.hash())) {
      throw broken(new Unexpected(
          0,
          "The ledger \"" + genesis.genesis().ledger() + "\" has the genesis " + genesis.hash()
              + ", and not " + expected.genesis().get() + ": it is another ledger."));
    }
    if (expected.signer().isPresent()) {
      Optional<String> lacking = signatures.lacking(genesis, expected.signer().get());
      if (lacking.isPresent()) {
        throw unsigned(0, lacking.get());
      }
    }
  }

  private void requireExpected(long height, Digest headerHash) throws BrokenChainException {
    if (expected.header().isPresent() && !expected.header().get().equals(headerHash)) {
      throw broken(new Unexpected(
          height,
          "The header of height " + height + ", the last of the range, is "
              + headerHash + ", and not " + expected.header().get()
              + ": it is another history, or not all of it."));
    }
  }

  private BrokenChainException unsigned(long height, String lacking) {
    String signer = expected.signer().orElseThrow().name();
    return broken(new Unsigned(height, signer, "Not signed: " + lacking + "."));
  }

  private static BrokenChainException broken(Verification.Failed found) {
    return new BrokenChainException(found);
  }
}
