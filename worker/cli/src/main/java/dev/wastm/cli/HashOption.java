package dev.wastm.cli;

import dev.wastm.ledger.hash.Digest;

/** The hash of a header or a genesis, as a person gives it. */
final class HashOption {
  private HashOption() {}

  /** @param argument what it was given as */
  static Digest parse(String argument, String hex) {
    try {
      return Digest.ofHex(hex);
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage(
          argument + ": \"" + hex + "\" is not a hash, which has 64 hexadecimal digits.");
    }
  }
}
