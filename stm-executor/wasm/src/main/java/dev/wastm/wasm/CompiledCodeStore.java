package dev.wastm.wasm;

import java.util.Optional;

/**
 * Keeps compiled code between runs of a worker. It may lose or damage what it keeps: everything is authenticated when it comes back, and
 * compiled again where need be. Thread-safe.
 */
public interface CompiledCodeStore {
  /** Keeps nothing. */
  CompiledCodeStore NONE = new CompiledCodeStore() {
    @Override
    public Optional<byte[]> get(String name) {
      return Optional.empty();
    }

    @Override
    public void put(String name, byte[] content) {
      // Nothing is kept.
    }
  };

  /** @param name lower-case hex */
  Optional<byte[]> get(String name);

  /** Replaces what is there. Does not throw: what cannot be kept is compiled again next time. */
  void put(String name, byte[] content);
}
