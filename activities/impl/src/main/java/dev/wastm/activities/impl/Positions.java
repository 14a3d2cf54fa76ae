package dev.wastm.activities.impl;

import dev.wastm.activities.LedgerPosition;
import dev.wastm.ledger.journal.LedgerHead;

/** A ledger's head as it is told to workflows. */
final class Positions {
  private Positions() {}

  static LedgerPosition of(LedgerHead head) {
    return new LedgerPosition(
        head.height(),
        head.genesis().hash().hex(),
        head.hash().hex(),
        head.state().root().hex(),
        head.timestampMs());
  }
}
