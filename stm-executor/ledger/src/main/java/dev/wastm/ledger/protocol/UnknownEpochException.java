package dev.wastm.ledger.protocol;

/** A ledger is in a protocol epoch that this worker does not know: nothing of it may be executed here. A newer worker can. */
public final class UnknownEpochException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownEpochException(String ledger, int epoch, int newest) {
    super("The ledger \"" + ledger + "\" is in protocol epoch " + epoch
        + ", and this version of WASTM knows epochs up to " + newest
        + ": nothing was executed. Use a newer version of WASTM for this ledger.");
  }
}
