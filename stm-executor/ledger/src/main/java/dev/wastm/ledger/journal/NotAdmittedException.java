package dev.wastm.ledger.journal;

import dev.wastm.ledger.hash.Digest;

/** A key is to sign the headers of a ledger whose genesis it has not signed; the message says how to admit it. Nothing was executed. */
public final class NotAdmittedException extends Exception {
  private static final long serialVersionUID = 1L;

  NotAdmittedException(String ledger, Digest genesis, String lacking) {
    super("The key does not sign for the ledger \"" + ledger + "\", because " + lacking
        + ". If you know that its genesis is " + genesis
        + ", admit the key: wastm ledger sign --ledger " + ledger + " --key FILE --genesis "
        + genesis + ".");
  }
}
