package dev.wastm.wasm;

import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.compiler.CompiledModule;
import dev.wastm.wasm.crypto.Hmac;
import dev.wastm.wasm.crypto.Sha256;
import dev.wastm.wasm.metering.Instrumentation;
import dev.wastm.wasm.metering.UnsignedComparisons;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Compiled modules that outlive the JVM, in a store that is not trusted: they are executed as they come back, without a look at the rules,
 * so each carries an HMAC over its name and content. The name is derived from everything that the code depends on: the module, the
 * protocol epoch, and the versions of instrumentation and engine. Thread-safe.
 */
public final class CompiledCode {
  /** The version of Chicory whose compiler wrote the code; a test compares it with the library's own. */
  static final String ENGINE_VERSION = "1.7.5";

  /** As long as the output, which RFC 2104 recommends. */
  public static final int KEY_BYTES = Hmac.LENGTH_BYTES;

  /** Raised with every change to what {@link CompiledModule} writes. */
  private static final int LAYOUT = 5;

  private final CompiledCodeStore store;
  private final Hmac hmac;

  /**
   * @param key secret, of {@link #KEY_BYTES}, known to nobody who may write into the store but not run code here
   */
  public CompiledCode(CompiledCodeStore store, byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "The key of compiled code has " + key.length + " bytes; it must have " + KEY_BYTES + ".");
    }
    this.store = store;
    this.hmac = new Hmac(key);
  }

  /** Keeps nothing: everything is compiled when first used. */
  public static CompiledCode none() {
    return new CompiledCode(CompiledCodeStore.NONE, new byte[KEY_BYTES]);
  }

  /**
   * A module that was compiled before; empty where it is not kept, or not as it was put there.
   *
   * @param digest the SHA-256 of the module's file
   * @param rules those that it was compiled by: code of others is not found
   */
  public Optional<ExecutableModule> find(byte[] digest, GuestRules rules) {
    String name = name(digest, rules);
    return store
        .get(name)
        .flatMap(stored -> open(name, stored))
        .map(CompiledModule::decode)
        .map(compiled -> ExecutableModule.of(compiled, rules));
  }

  /** Compiles a module, and keeps it for {@link #find}. */
  public ExecutableModule compile(GuestModule module) {
    CompiledModule compiled = CompiledModule.of(module.instrumented());
    ExecutableModule executable = ExecutableModule.of(compiled, module.rules());
    String name = name(module.digest(), module.rules());
    store.put(name, seal(name, compiled.encode()));
    return executable;
  }

  /** By the rules themselves, and not by their epoch's number alone: prices are spliced in, and limits were checked, when it was compiled. */
  String name(byte[] digest, GuestRules rules) {
    String versions = String.join(
        "/",
        ENGINE_VERSION,
        String.valueOf(Instrumentation.VERSION),
        UnsignedComparisons.ofThisJvm().name(),
        String.valueOf(LAYOUT),
        rules.toString(),
        HexFormat.of().formatHex(digest));
    return HexFormat.of().formatHex(Sha256.of(versions.getBytes(StandardCharsets.US_ASCII)));
  }

  private byte[] seal(String name, byte[] content) {
    return ByteBuffer.allocate(Hmac.LENGTH_BYTES + content.length)
        .put(mac(name, content))
        .put(content)
        .array();
  }

  /** Empty where the content is not what was put under this name: damaged, forged, or moved from another. */
  private Optional<byte[]> open(String name, byte[] stored) {
    if (stored.length < Hmac.LENGTH_BYTES) {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOfRange(stored, Hmac.LENGTH_BYTES, stored.length);
    boolean authentic =
        MessageDigest.isEqual(Arrays.copyOf(stored, Hmac.LENGTH_BYTES), mac(name, content));
    return authentic ? Optional.of(content) : Optional.empty();
  }

  private byte[] mac(String name, byte[] content) {
    return hmac.of(name.getBytes(StandardCharsets.US_ASCII), content);
  }
}
