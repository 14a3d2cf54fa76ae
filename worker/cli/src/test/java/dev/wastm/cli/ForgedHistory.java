package dev.wastm.cli;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.SealedFile;
import dev.wastm.ledger.proto.ChangeProto;
import dev.wastm.ledger.proto.JournalRecordProto;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes on with a ledger's journal by batches that nobody executed, each with the same transactions and receipts as the last honest one, and with
 * changes of which all roots are right.
 */
final class ForgedHistory {
  private final Path journal;
  private final JournalRecordProto honest;
  private BatchHeader.Sealed last;
  private State state;

  /** @param state after the honest batch of that height */
  ForgedHistory(Path journal, long height, State state) throws IOException {
    this.journal = journal;
    this.honest = JournalRecordProto.parseFrom(
        SealedFile.BATCH.open(Files.readAllBytes(file(height))).orElseThrow());
    this.last = BatchHeader.unseal(honest.getHeader());
    this.state = state;
  }

  private Path file(long height) {
    return journal.resolve(String.format("%020d.batch", height));
  }

  /** One batch more, which puts so many new keys with values of so many bytes. */
  void add(int entries, int valueBytes) throws IOException {
    long height = last.header().height() + 1;
    JournalRecordProto.Builder record = honest.toBuilder().clearChanges();
    List<StateChange> changes = new ArrayList<>();
    byte[] value = new byte[valueBytes];
    for (int i = 0; i < entries; i++) {
      byte[] key = {
        'a', 0, (byte) height, (byte) (i >> 16), (byte) (i >> 8), (byte) i,
      };
      changes.add(
          new StateChange(StateKey.ofStored(ByteString.copyFrom(key)), new Change.Put<>(value)));
      record.addChanges(ChangeProto.newBuilder()
          .setKey(ByteString.copyFrom(key))
          .setValue(ByteString.copyFrom(value)));
    }
    Digest before = state.root();
    state = state.with(changes);
    BatchHeader was = last.header();
    last = new BatchHeader(
            was.epoch(),
            was.ledger(),
            was.genesis(),
            height,
            last.hash(),
            before,
            was.transactionsRoot(),
            was.receiptsRoot(),
            state.root(),
            was.timestampMs(),
            was.seed())
        .seal();
    Files.write(
        file(height),
        SealedFile.BATCH.seal(record.setHeader(last.bytes()).build().toByteString()));
  }
}
