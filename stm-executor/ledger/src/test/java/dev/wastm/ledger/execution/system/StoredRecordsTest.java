package dev.wastm.ledger.execution.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.proto.EpochProto;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Change;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the system actor keeps, after somebody changed it: read as what it says and in its one form, or refused. */
class StoredRecordsTest {
  private static final Digest MODULE = Sha256.of(new byte[] {1});
  private static final int ROUNDS = 20_000;

  private final Random random = new Random(13);

  private static State with(StateKey key, byte[] value) {
    return State.EMPTY.with(List.of(new StateChange(key, new Change.Put<>(value))));
  }

  private byte[] changed(byte[] honest) {
    byte[] bytes = honest.clone();
    for (int i = 0; i <= random.nextInt(2); i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @Test
  void recordsOfActors() {
    ActorRecord honest = new ActorRecord(MODULE, "alice");
    StateKey key = ActorRecord.key("c");
    assertEquals(honest, ActorRecord.find(with(key, honest.encode()), "c").orElseThrow());
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = changed(honest.encode());
      try {
        assertArrayEquals(
            bytes, ActorRecord.find(with(key, bytes), "c").orElseThrow().encode());
        accepted++;
      } catch (IllegalStateException refused) {
        assertTrue(
            String.valueOf(refused.getMessage())
                .startsWith("An actor's record in the state is damaged: "),
            refused.getMessage());
      }
    }
    assertTrue(accepted > ROUNDS / 10, "accepted " + accepted);
  }

  @Test
  void epochs() {
    byte[] honest =
        EpochProto.newBuilder().setBefore(1).setEpoch(2).setHeight(300).build().toByteArray();
    StateKey key = StateKey.of("system", "epoch");
    assertEquals(1, LedgerEpoch.at(with(key, honest), 299));
    assertEquals(2, LedgerEpoch.at(with(key, honest), 300));
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = changed(honest);
      try {
        assertArrayEquals(bytes, LedgerEpoch.decode(bytes).encode());
        accepted++;
      } catch (IllegalStateException refused) {
        assertTrue(
            String.valueOf(refused.getMessage())
                .startsWith("The ledger's epoch in the state is damaged: "),
            refused.getMessage());
      }
    }
    assertTrue(accepted > ROUNDS / 10, "accepted " + accepted);
  }
}
