package dev.wastm.ledger.execution.system;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.proto.EpochProto;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import java.util.Arrays;

/**
 * Which protocol epoch a ledger is in, as the system actor keeps it: the first until a transaction moves the ledger to a later one, from a
 * later height on. At most one move is pending.
 *
 * @param before in force below the height
 * @param epoch in force from the height on
 */
public record LedgerEpoch(int before, int epoch, long height) {
  private static final StateKey KEY = StateKey.of(ActorId.SYSTEM, "epoch");
  private static final byte[] ABSENT = new byte[0];
  private static final LedgerEpoch FIRST =
      new LedgerEpoch(Protocols.FIRST_EPOCH, Protocols.FIRST_EPOCH, 0);

  /** The epoch of a height, by the state before it. */
  public static int at(State prior, long height) {
    return decode(prior.readOr(KEY, ABSENT)).at(height);
  }

  static LedgerEpoch of(TransactionView<StateKey, byte[]> view) {
    return decode(view.readOr(KEY, ABSENT));
  }

  int at(long atHeight) {
    return atHeight < height ? before : epoch;
  }

  void write(TransactionView<StateKey, byte[]> view) {
    view.write(KEY, encode());
  }

  byte[] encode() {
    return EpochProto.newBuilder()
        .setBefore(before)
        .setEpoch(epoch)
        .setHeight(height)
        .build()
        .toByteArray();
  }

  /** @throws IllegalStateException where the bytes are no epoch: nothing but the system actor writes them */
  static LedgerEpoch decode(byte[] bytes) {
    if (bytes == ABSENT) {
      return FIRST;
    }
    try {
      EpochProto proto = EpochProto.parseFrom(bytes);
      LedgerEpoch epoch = new LedgerEpoch(proto.getBefore(), proto.getEpoch(), proto.getHeight());
      if (Arrays.equals(epoch.encode(), bytes)) {
        return epoch;
      }
      throw new IllegalStateException(
          "The ledger's epoch in the state is damaged: it is not in its canonical form.");
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "The ledger's epoch in the state is damaged: " + e.getMessage(), e);
    }
  }
}
