package dev.wastm.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.ForgedRecord;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.proto.JournalRecordProto;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A record whose digest somebody computed anew is read as what it says and is that in its one form, or is refused. */
@Tag("property")
class JournalRecordProperties {
  private static final int ROUNDS = 20_000;

  @Test
  void whatIsReadIsWrittenAsItWas() throws Exception {
    ByteString honest;
    try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
      Ledger ledger = fixture.ledger("l");
      Fixture.commit(ledger, Fixture.deploy("c") + Fixture.increment("c", 5));
      byte[] file = fixture.store.get(new Journal(fixture.store, "l").key(1));
      honest = SealedFile.BATCH.open(file).orElseThrow();
    }
    Random random = new Random(11);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] content = honest.toByteArray();
      // The changes, which no root covers, lie at the end.
      int from = random.nextBoolean() ? 0 : content.length * 3 / 4;
      for (int i = 0; i <= random.nextInt(2); i++) {
        content[from + random.nextInt(content.length - from)] = (byte) random.nextInt(256);
      }
      accepted += isFixed(ByteString.copyFrom(content)) ? 1 : 0;
    }
    assertTrue(accepted > ROUNDS / 10, "accepted " + accepted);
  }

  private static boolean isFixed(ByteString content) {
    BatchOutcome record;
    try {
      record = JournalRecord.decode(1, SealedFile.BATCH.seal(content), 0);
    } catch (CorruptRecordException refused) {
      return false;
    }
    JournalRecordProto.Builder again = JournalRecordProto.newBuilder()
        .setHeader(record.header().header().seal().bytes())
        .addAllReceipts(
            record.receipts().stream().map(each -> each.seal().bytes()).toList());
    record
        .transactions()
        .forEach(each -> again.addTransactions(each.transaction().seal().bytes()));
    record.changes().forEach(change -> again.addChanges(ForgedRecord.change(change)));
    assertEquals(content, again.build().toByteString());
    return true;
  }
}
