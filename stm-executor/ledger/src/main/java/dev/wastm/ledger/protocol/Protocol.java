package dev.wastm.ledger.protocol;

import dev.wastm.wasm.abi.GuestRules;

/**
 * Everything that decides an outcome, but for the transactions and the state. A ledger's batches are executed by the protocol of the epoch
 * that its state names for their height. Immutable.
 *
 * @param guest which modules are guests, what they pay, and what they may take; has the epoch's number
 */
public record Protocol(GuestRules guest, TransactionRules transaction, BatchLimits batch) {
  private static final Protocol EPOCH_1 = new Protocol(
      GuestRules.epoch1(),
      new TransactionRules(
          /* nameBytes= */ 128,
          /* methodBytes= */ 256,
          /* moduleBytes= */ 256,
          /* argsBytes= */ 256 * 1024,
          /* argsDepth= */ 128,
          /* argsNumberChars= */ 1_000,
          /* fuelMax= */ 1_000_000_000,
          /* fuelDefault= */ 1_000_000,
          /* fuel= */ 3_000,
          /* byteFuel= */ 4,
          /* signatureFuel= */ 800_000,
          /* systemFuel= */ 10_000,
          /* systemByteFuel= */ 40,
          /* trapFuel= */ 10_000),
      new BatchLimits(
          /* transactions= */ 100_000,
          /* inputBytes= */ 64 << 20,
          /* fuel= */ 100_000_000_000L,
          /* smallBytes= */ 1_024,
          /* leftBytes= */ 64L << 20,
          /* smallKeys= */ 16,
          /* keys= */ 4_000_000,
          /* journalBytes= */ 512L << 20));

  /** The rules of epoch 1. */
  public static Protocol epoch1() {
    return EPOCH_1;
  }

  /** The epoch's number, from 1. */
  public int epoch() {
    return guest.epoch();
  }
}
