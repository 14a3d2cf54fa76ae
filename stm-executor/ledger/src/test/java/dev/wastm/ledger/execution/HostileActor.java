package dev.wastm.ledger.execution;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The actor of {@code hostile.wat}, and how it and others are deployed and called. */
public final class HostileActor {
  public static final byte[] WASM = wasm("hostile.wasm");

  private HostileActor() {}

  /** @param file beside this class */
  public static byte[] wasm(String file) {
    try (InputStream in = Objects.requireNonNull(HostileActor.class.getResourceAsStream(file))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Transaction call(String actor, String method, String args, long fuel) {
    return new Transaction(actor, method, ByteString.copyFromUtf8(args), "alice", fuel);
  }

  public static Transaction deploy(String actor, byte[] module, long fuel) {
    String args =
        "{\"actor\":\"" + actor + "\",\"module\":\"" + Sha256.of(module).hex() + "\"}";
    return call("system", "deploy", args, fuel);
  }
}
