package dev.wastm.ledger.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.wasm.crypto.Ed25519;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** An Ed25519 key pair. Immutable and thread-safe; never printed. */
public final class SigningKey {
  /** No key file is longer; a written one has 183 bytes. */
  public static final int FILE_BYTES_MAX = 1_024;

  private static final String FORMAT = "wastm key 1";
  private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final byte[] seed;
  private final VerificationKey verification;

  private SigningKey(byte[] seed, VerificationKey verification) {
    this.seed = seed;
    this.verification = verification;
  }

  /** @param secret the 32 bytes of RFC 8032, in hex */
  private record KeyFile(String format, String name, String secret) {}

  /** A new key, from the machine's source of randomness. */
  public static SigningKey generate() {
    Ed25519.KeyPair pair = Ed25519.generate();
    return new SigningKey(pair.seed(), new VerificationKey(pair.publicKey()));
  }

  /** @throws IllegalArgumentException with a sentence that says why the bytes are no key file; the secret is never in it */
  public static SigningKey decode(byte[] file) {
    if (file.length > FILE_BYTES_MAX) {
      throw new IllegalArgumentException("It is not a key file: it is too long for one.");
    }
    KeyFile content;
    try {
      content = JSON.readValue(file, KeyFile.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("It is not a key file: it is not the JSON of one.");
    }
    if (!FORMAT.equals(content.format())) {
      throw new IllegalArgumentException("It is not a key file of the format \"" + FORMAT + "\".");
    }
    return of(String.valueOf(content.name()), String.valueOf(content.secret()));
  }

  private static SigningKey of(String name, String secret) {
    VerificationKey verification = VerificationKey.ofName(name)
        .orElseThrow(() -> new IllegalArgumentException(
            "Its name is no key's: ed25519: and the 64 hexadecimal digits of a public key."));
    if (!secret.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("Its secret is not 64 hexadecimal digits.");
    }
    SigningKey key = new SigningKey(HexFormat.of().parseHex(secret), verification);
    if (!verification.verifies(PROBE, key.sign(PROBE))) {
      throw new IllegalArgumentException("Its secret is not that of the key it names.");
    }
    return key;
  }

  /** The key file's bytes, which hold the secret. */
  public byte[] encode() {
    try {
      KeyFile content = new KeyFile(FORMAT, verification.name(), HexFormat.of().formatHex(seed));
      return (JSON.writeValueAsString(content) + "\n").getBytes(StandardCharsets.US_ASCII);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Three strings can be written as JSON.", e);
    }
  }

  public VerificationKey verification() {
    return verification;
  }

  /** The key's one signature over a message: Ed25519 has no randomness in it. */
  public byte[] sign(byte[] message) {
    return Ed25519.sign(seed, message);
  }

  @Override
  public String toString() {
    return "the key " + verification.name();
  }
}
