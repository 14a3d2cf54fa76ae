package dev.wastm.ledger.journal;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.protocol.Protocols;
import java.security.SecureRandom;
import java.util.Optional;

/** Makes the genesis of a new ledger, by this machine's clock and randomness: no guest sees either of it. */
public final class NewGenesis {
  private NewGenesis() {}

  /** Of a ledger that begins with nothing, in a store. */
  public static Genesis.Sealed of(String ledger, StoreIdentity store) {
    return make(ledger, store, "", Optional.empty());
  }

  /** Of a fork. */
  public static Genesis.Sealed of(String ledger, StoreIdentity store, Genesis.Origin origin) {
    return make(ledger, store, origin.genesis().genesis().founder(), Optional.of(origin));
  }

  /** An id that no other ledger has. */
  public static Digest id() {
    byte[] random = new byte[Digest.LENGTH_BYTES];
    new SecureRandom().nextBytes(random);
    return Digest.of(random);
  }

  /** Milliseconds since the Unix epoch. */
  public static long nowMs() {
    return System.currentTimeMillis();
  }

  private static Genesis.Sealed make(
      String ledger, StoreIdentity store, String founder, Optional<Genesis.Origin> origin) {
    return new Genesis(Protocols.FIRST_EPOCH, ledger, store, nowMs(), id(), founder, origin).seal();
  }
}
