package dev.wastm.ledger.execution;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.proto.ActorProto;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateKey;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the system actor keeps of an actor, as one value of its own state.
 *
 * @param owner the sender who deployed it, and who alone may upgrade it
 */
public record ActorRecord(Digest module, String owner) {
  private static final String KEY_PREFIX = "actor/";

  /** Where the record of an actor lies in the ledger's state. */
  public static StateKey key(String actor) {
    return StateKey.of(ActorId.SYSTEM, KEY_PREFIX + actor);
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

  private static boolean isRecord(StateKey key) {
    return key.actor().equals(ActorId.SYSTEM)
        && new String(key.key(), StandardCharsets.UTF_8).startsWith(KEY_PREFIX);
  }

  byte[] encode() {
    return ActorProto.newBuilder()
        .setModule(module.toByteString())
        .setOwner(owner)
        .build()
        .toByteArray();
  }

  /** @throws IllegalStateException where the bytes are no record: nothing but the system actor writes them */
  static ActorRecord decode(byte[] bytes) {
    try {
      ActorProto proto = ActorProto.parseFrom(bytes);
      return new ActorRecord(Digest.of(proto.getModule()), proto.getOwner());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "An actor's record in the state is damaged: " + e.getMessage(), e);
    }
  }
}
