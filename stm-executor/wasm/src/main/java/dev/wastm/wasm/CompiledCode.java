package dev.wastm.wasm;

import com.dylibso.chicory.compiler.Cache;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Compiled code that outlives the JVM, in a store that is not trusted: it is executed as it comes back, so each piece carries an HMAC-SHA256
 * over its name and content. The name is derived from everything that the code depends on: the instrumented module, the version of
 * instrumentation, and the engine's. Thread-safe.
 */
public final class CompiledCode {
  /** The version of Chicory whose compiler wrote the code; a test compares it with the library's own. */
  static final String ENGINE_VERSION = "1.7.5";

  /** As long as the output, which RFC 2104 recommends. */
  public static final int KEY_BYTES = 32;

  private static final String MAC = "HmacSHA256";
  private static final int MAC_BYTES = 32;

  private final CompiledCodeStore store;
  private final SecretKeySpec key;

  /**
   * @param key secret, of {@link #KEY_BYTES}, known to nobody who may write into the store but not run code here
   */
  public CompiledCode(CompiledCodeStore store, byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "The key of compiled code has " + key.length + " bytes; it must have " + KEY_BYTES + ".");
    }
    this.store = store;
    this.key = new SecretKeySpec(key, MAC);
  }

  /** Keeps nothing: everything is compiled when first used. */
  public static CompiledCode none() {
    return new CompiledCode(CompiledCodeStore.NONE, new byte[KEY_BYTES]);
  }

  /** The engine's view of one module's code. */
  Cache of(byte[] meteredDigest) {
    String name = name(meteredDigest);
    return new Cache() {
      @Override
      public byte @Nullable [] get(String ignored) {
        return store.get(name).flatMap(stored -> open(name, stored)).orElse(null);
      }

      @Override
      public void putIfAbsent(String ignored, byte[] code) {
        store.put(name, seal(name, code));
      }
    };
  }

  static String name(byte[] meteredDigest) {
    String versions = ENGINE_VERSION + "/" + Instrumentation.VERSION + "/";
    byte[] prefix = versions.getBytes(StandardCharsets.UTF_8);
    byte[] whole = ByteBuffer.allocate(prefix.length + meteredDigest.length)
        .put(prefix)
        .put(meteredDigest)
        .array();
    return HexFormat.of().formatHex(GuestModule.sha256(whole));
  }

  private byte[] seal(String name, byte[] code) {
    return ByteBuffer.allocate(MAC_BYTES + code.length)
        .put(mac(name, code))
        .put(code)
        .array();
  }

  /** Empty where the content is not what was put under this name: damaged, forged, or moved from another. */
  private Optional<byte[]> open(String name, byte[] stored) {
    if (stored.length < MAC_BYTES) {
      return Optional.empty();
    }
    byte[] code = Arrays.copyOfRange(stored, MAC_BYTES, stored.length);
    boolean authentic = MessageDigest.isEqual(Arrays.copyOf(stored, MAC_BYTES), mac(name, code));
    return authentic ? Optional.of(code) : Optional.empty();
  }

  private byte[] mac(String name, byte[] code) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      mac.update(name.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(code);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new AssertionError("Every Java platform has HMAC-SHA256.", e);
    }
  }
}
