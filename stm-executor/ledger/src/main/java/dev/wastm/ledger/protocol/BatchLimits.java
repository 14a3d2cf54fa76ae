package dev.wastm.ledger.protocol;

/**
 * What a batch may be, and what its transactions may take together: all of it is in a worker's memory until the batch is stored. Transactions
 * that take little have it for nothing, because their number bounds it; each larger one takes from what all of those share, in the order of
 * the batch, and fails where that is used up.
 *
 * @param transactions in a batch; it is one journal record
 * @param inputBytes of all transactions as they are submitted, and of their canonical bytes
 * @param fuel the sum of all fuel limits
 * @param smallBytes what a transaction may write, emit and return for nothing
 * @param leftBytes what all that do more may write, emit and return together
 * @param smallKeys distinct keys that a transaction may touch for nothing
 * @param keys what all that touch more may touch together
 * @param journalBytes of the batch's journal record; what the other limits allow is less, so a longer one is no record
 */
public record BatchLimits(
    int transactions,
    int inputBytes,
    long fuel,
    int smallBytes,
    long leftBytes,
    int smallKeys,
    long keys,
    long journalBytes) {}
