package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.BatchLimits;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.Protocols;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchSealingTest {
  private static final Protocol USUAL = Protocol.epoch1();

  private static Protocol withInputBytes(int bytes) {
    BatchLimits limits = USUAL.batch();
    return new Protocol(
        USUAL.guest(),
        USUAL.transaction(),
        new BatchLimits(
            limits.transactions(),
            bytes,
            limits.fuel(),
            limits.smallBytes(),
            limits.leftBytes(),
            limits.smallKeys(),
            limits.keys(),
            limits.journalBytes()));
  }

  private static String deploy(String actor) {
    return "{\"actor\":\"system\",\"method\":\"deploy\",\"args\":{\"actor\":\"" + actor
        + "\",\"module\":\"c@1\"}}\n";
  }

  private static Batch seal(Protocol protocol, String lines) throws Exception {
    try (BlobStore store = BlobStores.open("memory:")) {
      ModuleStore modules = new ModuleStore(store);
      modules.publish(Fixture.counter(), ModuleRef.parseTag("c@1"));
      try (BatchExecution execution = BatchExecution.open(
          ExecutionOptions.simplest(), modules, Protocols.of(List.of(protocol)))) {
        return Fixture.seal(Fixture.open("l", store, execution), lines);
      }
    }
  }

  /** A tag is shorter than the digest that it stands for: what fits as text need not fit as it is sealed. */
  @Test
  void whatIsSealedIsBoundedAsWellAsWhatIsSubmitted() throws Exception {
    String lines = deploy("a") + deploy("b") + deploy("d");
    int bytes = seal(USUAL, lines).transactions().stream()
        .mapToInt(each -> each.bytes().size())
        .sum();
    assertEquals(3, seal(withInputBytes(bytes), lines).transactions().size());
    assertEquals(
        "test:3: with this one the batch's transactions have " + bytes
            + " bytes together, and at most " + (bytes - 1) + " are allowed; split it in several.",
        assertThrows(
                InvalidTransactionsException.class, () -> seal(withInputBytes(bytes - 1), lines))
            .getMessage());
  }
}
