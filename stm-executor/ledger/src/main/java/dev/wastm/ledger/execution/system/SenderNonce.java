package dev.wastm.ledger.execution.system;

import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The nonce that a signing sender used last, as the system actor keeps it: eight bytes, little endian; absent before the first. */
public final class SenderNonce {
  private static final String KEY_PREFIX = "nonce/";
  private static final byte[] ABSENT = new byte[0];

  private SenderNonce() {}

  /** The nonce that a sender used last in a state; 0 before the first. */
  public static long used(State state, String sender) {
    return decode(state.readOr(key(sender), ABSENT));
  }

  /** Where a sender's nonce lies in the ledger's state. */
  public static StateKey key(String sender) {
    return StateKey.of(ActorId.SYSTEM, KEY_PREFIX + sender);
  }

  public static byte[] encode(long nonce) {
    return ByteBuffer.allocate(Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(nonce)
        .array();
  }

  /** @param stored empty where there is none */
  public static long decode(byte[] stored) {
    if (stored.length != 0 && stored.length != Long.BYTES) {
      throw new IllegalStateException(
          "A sender's nonce in the state is damaged: it has " + stored.length + " bytes.");
    }
    return stored.length == 0
        ? 0
        : ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
