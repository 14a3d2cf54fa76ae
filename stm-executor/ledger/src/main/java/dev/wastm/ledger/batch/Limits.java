package dev.wastm.ledger.batch;

/** The sizes that protocol epoch 1 allows. They decide outcomes, so changing one needs a new epoch. */
public final class Limits {
  /** The rules in force: fuel schedule, instrumentation, limits and ABI version. */
  public static final int EPOCH = 1;

  /** Long enough for any name or hex key, short enough for a state key to stay in two SHA-256 blocks in the common case. */
  public static final int NAME_BYTES_MAX = 128;

  /** The guest ABI's length field has 16 bits; a method is a name, so it gets a name's room. */
  public static final int METHOD_BYTES_MAX = 256;

  /** A transaction's arguments; larger data belongs into the blob store. */
  public static final int ARGS_BYTES_MAX = 256 * 1024;

  /** About a second of compiled code on one core: one transaction cannot hold a batch for longer. */
  public static final long FUEL_MAX = 1_000_000_000L;

  /** What a transaction gets that names no fuel: far more than the example actors use, and milliseconds at most. */
  public static final long FUEL_DEFAULT = 10_000_000L;

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
