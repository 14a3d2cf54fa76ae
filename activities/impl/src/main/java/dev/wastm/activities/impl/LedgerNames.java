package dev.wastm.activities.impl;

import dev.wastm.activities.BadRequestException;
import dev.wastm.ledger.LedgerName;

/** Ledgers' names as requests bring them. */
final class LedgerNames {
  private LedgerNames() {}

  /** @throws BadRequestException with a sentence that says what is allowed */
  static String require(String name) {
    try {
      return LedgerName.require(name);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()));
    }
  }
}
