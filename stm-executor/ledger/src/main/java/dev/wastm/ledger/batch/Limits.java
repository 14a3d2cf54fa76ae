package dev.wastm.ledger.batch;

/** The sizes that protocol epoch 1 allows. They decide outcomes, so changing one needs a new epoch. */
public final class Limits {
  /** The rules in force: fuel schedule, instrumentation, limits and ABI version. */
  public static final int EPOCH = 1;

  /** Long enough for any name or hex key, short enough for a state key to stay in two SHA-256 blocks in the common case. */
  public static final int NAME_BYTES_MAX = 128;

  /** The guest ABI's length field has 16 bits; a method is a name, so it gets a name's room. */
  public static final int METHOD_BYTES_MAX = 256;

  /** How a system call names a module: room for the longest tag and for a digest with its prefix. */
  public static final int MODULE_BYTES_MAX = 256;

  /** A transaction's arguments; larger data belongs into the blob store. */
  public static final int ARGS_BYTES_MAX = 256 * 1024;

  /** How deep arrays and objects of the arguments may lie in each other: what people write stays below 10, and readers recurse. */
  public static final int ARGS_DEPTH_MAX = 128;

  /** How long a number of the arguments may be as it is written, in characters: a double's exact value takes fewer than 800. */
  public static final int ARGS_NUMBER_CHARS_MAX = 1_000;

  /**
   * A line of a transactions file, without its end, in bytes. An escape writes a byte as six at most (a backslash, {@code u} and four digits); the rest is for
   * the members' names, the numbers and the signature, and for white space.
   */
  public static final int LINE_BYTES_MAX =
      6 * (ARGS_BYTES_MAX + METHOD_BYTES_MAX + 2 * NAME_BYTES_MAX) + 4 * 1024;

  /** A transactions file, or a stored submission: it is in memory as transactions, and its batch is one journal record. */
  public static final int INPUT_BYTES_MAX = 64 << 20;

  /** About a second of compiled code on one core: one transaction cannot hold a batch for longer. */
  public static final long FUEL_MAX = 1_000_000_000L;

  /** What a transaction gets that names no fuel: far more than the example actors use, and the largest batch of such ones is allowed. */
  public static final long FUEL_DEFAULT = 1_000_000L;

  /** What the fuel limits of a batch's transactions may be together: about a hundred seconds of one core. */
  public static final long BATCH_FUEL_MAX = 100_000_000_000L;

  /** A batch is one journal record, held in memory as a whole. */
  public static final int BATCH_TRANSACTIONS_MAX = 100_000;

  /**
   * What all transactions of a batch that are not small may write, emit and return together, in bytes: it is in memory, several times over
   * while it is encoded.
   */
  public static final long BATCH_BYTES_MAX = 128L << 20;

  /** Up to so much, a transaction is small: 100 000 of them leave 200 MiB at most. */
  public static final int SMALL_TRANSACTION_BYTES = 2 * 1024;

  private Limits() {}
}
