package dev.wastm.ledger.protocol;

/**
 * What a transaction may be, and what it pays before a guest runs.
 *
 * @param nameBytes of an actor's id and of a sender: long enough for any name or hex key, short enough for a state key to stay in two SHA-256
 *     blocks in the common case
 * @param methodBytes the guest ABI's length field has 16 bits; a method is a name, so it gets a name's room
 * @param moduleBytes how a system call names a module: room for the longest tag and for a digest with its prefix
 * @param argsBytes of the arguments; larger data belongs into the blob store
 * @param argsDepth how deep arrays and objects of the arguments may lie in each other: what people write stays below 10, and readers recurse
 * @param argsNumberChars how long a number of the arguments may be as it is written, in characters: a double's exact value takes fewer than 800
 * @param fuelMax about a second of compiled code on one core: one transaction cannot hold a batch for longer
 * @param fuelDefault what a transaction gets that names no fuel: far more than the example actors use, and little enough for a batch of as many
 *     transactions as there may be
 * @param fuel what every transaction pays: it is hashed, looked up, put into a receipt and stored
 * @param byteFuel for each byte of its canonical bytes beside that
 * @param signatureFuel where it is signed, beside that
 * @param systemFuel what a call of the system actor pays beside that, and beside what the guest uses that it calls
 * @param systemByteFuel for each byte of its arguments beside that: they are read as JSON
 * @param trapFuel what must be left of the limit beside all that: where a guest trapped is looked for on the stack, and a trap uses up what is left
 */
public record TransactionRules(
    int nameBytes,
    int methodBytes,
    int moduleBytes,
    int argsBytes,
    int argsDepth,
    int argsNumberChars,
    long fuelMax,
    long fuelDefault,
    long fuel,
    long byteFuel,
    long signatureFuel,
    long systemFuel,
    long systemByteFuel,
    long trapFuel) {
  /** An escape writes a byte as a backslash, a {@code u} and four digits. */
  private static final int CHARS_PER_BYTE_MAX = 6;

  /** Names of members, numbers, the signature, and white space. */
  private static final int FRAMING_CHARS_MAX = 4 * 1024;

  /** How long a transaction may be as a line of a transactions file, without its end, in bytes. */
  public int lineBytes() {
    return CHARS_PER_BYTE_MAX * (argsBytes + methodBytes + 2 * nameBytes) + FRAMING_CHARS_MAX;
  }
}
