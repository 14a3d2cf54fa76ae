package dev.wastm.cli.option;

import dev.wastm.cli.io.Failure;
import dev.wastm.ledger.hash.Digest;

/** Bytes that a person gives in hexadecimal digits. */
public final class HashArgument {
  private HashArgument() {}

  /**
   * The hash of a header or a genesis.
   *
   * @param argument what it was given as
   */
  public static Digest parse(String argument, String hex) {
    return parse(argument, hex, "a hash, which has 64 hexadecimal digits");
  }

  /**
   * Bytes that are no hash, but as many.
   *
   * @param argument what they were given as
   */
  public static Digest parseBytes(String argument, String hex) {
    return parse(argument, hex, "32 bytes in hexadecimal digits");
  }

  private static Digest parse(String argument, String hex, String what) {
    try {
      return Digest.ofHex(hex);
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage(argument + ": \"" + hex + "\" is not " + what + ".");
    }
  }
}
