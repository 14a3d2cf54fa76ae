package dev.wastm.benchmarks;

import java.io.IOException;
import java.io.InputStream;

/** The modules that are measured; each lies in the jar. */
public enum Guests {
  COUNTER("counter.wasm"),
  TRANSFER("transfer.wasm"),
  COMPUTE("compute.wasm"),
  PARTS("parts.wasm"),
  FUEL("fuel.wasm");

  private final String resource;

  Guests(String resource) {
    this.resource = resource;
  }

  /** The module's bytes. */
  public byte[] wasm() throws IOException {
    try (InputStream in = Guests.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The jar was built without " + resource + ".");
      }
      return in.readAllBytes();
    }
  }
}
