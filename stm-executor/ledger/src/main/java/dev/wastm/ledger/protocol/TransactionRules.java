package dev.wastm.ledger.protocol;

/**
 * What a transaction may be, and what it pays before a guest runs.
 *
 * @param nameBytes of an actor's id and of a sender: long enough for any name or hex key, short enough for a state key to stay in two SHA-256
 *     blocks in the common case
 * @param methodBytes the guest ABI's length field has 16 bits; a method is a name, so it gets a name's room
 * @param argsBytes of the arguments; larger data belongs into the blob store
 * @param fuelMax about a second of compiled code on one core: one transaction cannot hold a batch for longer
 * @param fuelDefault what a transaction gets that names no fuel: far more than the example actors use, and little enough for a batch of as many
 *     transactions as there may be
 * @param fuel what every transaction pays: it is hashed, looked up, put into a receipt and stored
 * @param byteFuel for each byte of its canonical bytes beside that
 * @param signatureFuel where it is signed, beside that
 * @param systemFuel what a call of the system actor pays beside that, and beside what the guest uses that it calls
 */
public record TransactionRules(
    int nameBytes,
    int methodBytes,
    int argsBytes,
    long fuelMax,
    long fuelDefault,
    long fuel,
    long byteFuel,
    long signatureFuel,
    long systemFuel) {}
