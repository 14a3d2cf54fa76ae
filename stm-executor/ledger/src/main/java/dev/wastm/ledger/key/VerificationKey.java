package dev.wastm.ledger.key;

import dev.wastm.wasm.crypto.Ed25519;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An Ed25519 public key. Its name, {@code ed25519:} and 64 hexadecimal digits, is what its holder is called as a sender. Encodings that are not
 * canonical, and points of small order, for which signatures hold that nobody made, are no keys. Immutable.
 */
public final class VerificationKey {
  /** A signature's length. */
  public static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_BYTES;

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final String NAME_PREFIX = "ed25519:";

  private final byte[] bytes;

  VerificationKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether a sender's name claims to be a key: it is then usable by the key's holder alone. */
  public static boolean isClaimedBy(String sender) {
    return sender.startsWith(NAME_PREFIX);
  }

  /** The key that a name stands for; empty where the name is no key's. */
  public static Optional<VerificationKey> ofName(String name) {
    return isClaimedBy(name) ? ofHex(name.substring(NAME_PREFIX.length())) : Optional.empty();
  }

  /** The key whose 32 bytes are these, in lower-case digits; empty where they are none. */
  public static Optional<VerificationKey> ofHex(String hex) {
    return HEX.matcher(hex).matches()
        ? Optional.of(HexFormat.of().parseHex(hex)).filter(Ed25519::isKey).map(VerificationKey::new)
        : Optional.empty();
  }

  public String name() {
    return NAME_PREFIX + hex();
  }

  /** The 32 bytes. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** Whether a signature is this key's over a message. */
  public boolean verifies(byte[] message, byte[] signature) {
    return Ed25519.isValid(bytes, message, signature);
  }

  @Override
  public String toString() {
    return name();
  }
}
