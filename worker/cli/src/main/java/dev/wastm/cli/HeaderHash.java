package dev.wastm.cli;

import dev.wastm.ledger.hash.Digest;

/** A header's hash, as a person gives it. */
final class HeaderHash {
  private HeaderHash() {}

  static Digest parse(String hex) {
    try {
      return Digest.ofHex(hex);
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage("--header: \"" + hex
          + "\" is not the hash of a header, which has 64 hexadecimal digits.");
    }
  }
}
