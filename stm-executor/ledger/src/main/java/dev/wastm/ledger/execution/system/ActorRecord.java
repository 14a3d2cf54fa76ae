package dev.wastm.ledger.execution.system;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.proto.ActorProto;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Change;
import dev.wastm.stm.TransactionView;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the system actor keeps of an actor, as one value of its own state.
 *
 * @param owner the sender who deployed it, and who alone may upgrade it
 */
public record ActorRecord(Digest module, String owner) {
  private static final String KEY_PREFIX = "actor/";
  private static final byte[] ABSENT = new byte[0];

  /** Where the record of an actor lies in the ledger's state. */
  public static StateKey key(String actor) {
    return StateKey.of(ActorId.SYSTEM, KEY_PREFIX + actor);
  }

  /**
   * The record of an actor as a transaction sees it; empty where there is no such actor.
   *
   * @param key where it lies, by {@link #key}
   */
  public static Optional<ActorRecord> find(TransactionView<StateKey, byte[]> view, StateKey key) {
    return view.read(key).map(ActorRecord::decode);
  }

  /** The record of an actor in a state; empty where there is no such actor. */
  public static Optional<ActorRecord> find(State state, String actor) {
    byte[] stored = state.readOr(key(actor), ABSENT);
    return stored == ABSENT ? Optional.empty() : Optional.of(decode(stored));
  }

  /** The modules of all actors in a state. */
  public static Set<Digest> modulesOf(State state) {
    Set<Digest> modules = new TreeSet<>();
    Iterator<Map.Entry<StateKey, byte[]>> records = state.from(key(""));
    while (records.hasNext()) {
      Map.Entry<StateKey, byte[]> record = records.next();
      if (!isRecord(record.getKey())) {
        break;
      }
      modules.add(decode(record.getValue()).module());
    }
    return modules;
  }

  /** The same state, but with another module for an actor; empty where there is no such actor. */
  public static Optional<State> withModule(State state, String actor, Digest module) {
    return find(state, actor).map(record -> {
      byte[] moved = new ActorRecord(module, record.owner()).encode();
      return state.with(List.of(new StateChange(key(actor), new Change.Put<>(moved))));
    });
  }

  private static boolean isRecord(StateKey key) {
    return key.startsWith(key(""));
  }

  byte[] encode() {
    return ActorProto.newBuilder()
        .setModule(module.toByteString())
        .setOwner(owner)
        .build()
        .toByteArray();
  }

  /** @throws IllegalStateException where the bytes are no record: nothing but the system actor writes them */
  private static ActorRecord decode(byte[] bytes) {
    try {
      ActorProto proto = ActorProto.parseFrom(bytes);
      ActorRecord record = new ActorRecord(Digest.of(proto.getModule()), proto.getOwner());
      if (Arrays.equals(record.encode(), bytes)) {
        return record;
      }
      throw new IllegalStateException(
          "An actor's record in the state is damaged: it is not in its canonical form.");
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "An actor's record in the state is damaged: " + e.getMessage(), e);
    }
  }
}
