package dev.wastm.ledger.journal;

/** This process has too little memory to read a journal entry, with which nothing need be wrong; another one may read it. */
public final class NoRoomException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoRoomException(long height, long neededBytes) {
    super("There is no room to read the journal entry of height " + height + ", which takes up to "
        + (neededBytes >> 20) + " MiB: give this process more memory (-Xmx).");
  }
}
