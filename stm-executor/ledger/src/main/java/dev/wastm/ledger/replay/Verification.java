package dev.wastm.ledger.replay;

import dev.wastm.ledger.journal.Genesis;
import java.util.Optional;
import java.util.OptionalInt;

/** What replay verification found. */
public sealed interface Verification {
  /**
   * Every receipt, change and root of the range came out again.
   *
   * @param genesis the ledger's
   * @param parentHash the hash of the header that the range follows, or of the genesis, in hex
   * @param stateRoot the state root after the range, in hex
   * @param headerHash the hash of the range's last header, in hex
   */
  record Verified(
      Genesis.Sealed genesis,
      String parentHash,
      long fromHeight,
      long toHeight,
      long transactions,
      String stateRoot,
      String headerHash)
      implements Verification {}

  /** Something is wrong. */
  sealed interface Failed extends Verification {
    /** Where; 0 where it is the genesis. */
    long height();

    /** What, as a sentence. */
    String describe();
  }

  /**
   * The first place at which the stored ledger is not what it should be.
   *
   * @param transaction the transaction's index, where one is concerned
   * @param field what differs, such as "fuelUsed" or "state root"
   * @param key the state key, where one is concerned
   * @param recorded what is stored
   * @param replayed what came out
   * @param tracing what tracing the execution says about it
   */
  record Difference(
      long height,
      OptionalInt transaction,
      String field,
      Optional<String> key,
      String recorded,
      String replayed,
      Optional<Tracing> tracing)
      implements Failed {

    Difference traced(Tracing found) {
      return new Difference(
          height, transaction, field, key, recorded, replayed, Optional.of(found));
    }

    @Override
    public String describe() {
      StringBuilder text = new StringBuilder("Height ").append(height);
      transaction.ifPresent(index -> text.append(", transaction ").append(index));
      text.append(", ").append(field);
      key.ifPresent(name -> text.append(", key ").append(name));
      return text.append(": the ledger has ")
          .append(recorded)
          .append(", but the replay gives ")
          .append(replayed)
          .append('.')
          .toString();
    }
  }

  /**
   * The genesis or a header lacks a signature that was asked for.
   *
   * @param height 0 where it is the genesis
   * @param signer the key's name
   * @param reason a sentence
   */
  record Unsigned(long height, String signer, String reason) implements Failed {
    @Override
    public String describe() {
      return reason;
    }
  }

  /**
   * The ledger may be consistent in itself, but is not the one that was expected, or does not end as expected.
   *
   * @param height 0 where it is the genesis
   * @param reason a sentence
   */
  record Unexpected(long height, String reason) implements Failed {
    @Override
    public String describe() {
      return reason;
    }
  }

  /**
   * The genesis or a stored batch is damaged or missing, or does not follow from the one before, so that there is nothing to replay.
   *
   * @param reason a sentence that names the journal entry and what is wrong
   */
  record Damaged(long height, String reason) implements Failed {
    @Override
    public String describe() {
      return reason;
    }
  }
}
