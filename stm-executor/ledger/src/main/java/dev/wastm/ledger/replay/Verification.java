package dev.wastm.ledger.replay;

import java.util.Optional;
import java.util.OptionalInt;

/** What replay verification found. */
public sealed interface Verification {
  /**
   * Every receipt, change and root of the range came out again.
   *
   * @param stateRoot the state root after the range, in hex
   * @param headerHash the hash of the range's last header, in hex
   */
  record Verified(
      long fromHeight, long toHeight, long transactions, String stateRoot, String headerHash)
      implements Verification {}

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
      implements Verification {

    Difference traced(Tracing found) {
      return new Difference(
          height, transaction, field, key, recorded, replayed, Optional.of(found));
    }

    /** The difference as one sentence. */
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
   * A batch came out again, but its header lacks a signature that was asked for.
   *
   * @param signer the key's name
   */
  record Unsigned(long height, String signer) implements Verification {
    /** As one sentence. */
    public String describe() {
      return "Height " + height + ": the header has no valid signature of " + signer + ".";
    }
  }

  /**
   * A stored batch is damaged or missing, so that there is nothing to replay.
   *
   * @param reason a sentence that names the journal entry and what is wrong
   */
  record Damaged(long height, String reason) implements Verification {}
}
