package dev.wastm.ledger.module;

/** A tag that stands for one module was asked to stand for another; the message names both. */
public final class TagMovedException extends Exception {
  private static final long serialVersionUID = 1L;

  TagMovedException(String message) {
    super(message);
  }
}
