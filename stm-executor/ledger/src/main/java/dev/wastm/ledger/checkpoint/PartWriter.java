package dev.wastm.ledger.checkpoint;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.proto.CheckpointPartProto;
import dev.wastm.ledger.proto.StateChunkProto;
import dev.wastm.ledger.proto.StateEntryProto;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.stm.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Cuts a run of entries into parts, and hands over each as it is full. Confined to one thread. */
final class PartWriter {
  /** A field's tag and length, where the entry is a field of its part. */
  private static final int FRAMING_BYTES_MAX = 6;

  private final BiFunction<byte[], Integer, CheckpointPartProto> store;
  private final List<CheckpointPartProto> parts = new ArrayList<>();
  private StateChunkProto.Builder chunk = StateChunkProto.newBuilder();
  private int chunkBytes;

  /** @param store keeps a part's file, which has a number of entries, and says where */
  PartWriter(BiFunction<byte[], Integer, CheckpointPartProto> store) {
    this.store = store;
  }

  void add(StateChange change) {
    StateEntryProto.Builder entry =
        StateEntryProto.newBuilder().setKey(ByteString.copyFrom(change.key().bytes()));
    StateEntryProto proto = change.change() instanceof Change.Put<byte[]> put
        ? entry.setValue(ByteString.copyFrom(put.value())).build()
        : entry.setDeleted(true).build();
    chunk.addEntries(proto);
    chunkBytes += proto.getSerializedSize() + FRAMING_BYTES_MAX;
    if (chunkBytes >= CheckpointPart.CHUNK_BYTES) {
      flush();
    }
  }

  /** The parts, when the last entry has been added. */
  List<CheckpointPartProto> finish() {
    if (chunkBytes > 0) {
      flush();
    }
    return parts;
  }

  private void flush() {
    parts.add(store.apply(CheckpointPart.write(chunk.build()), chunk.getEntriesCount()));
    chunk = StateChunkProto.newBuilder();
    chunkBytes = 0;
  }
}
