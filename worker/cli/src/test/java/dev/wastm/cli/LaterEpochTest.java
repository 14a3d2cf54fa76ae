package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.submission.TransactionsFile;
import dev.wastm.wasm.abi.GuestRules;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that a newer version has moved to an epoch which this one does not know. */
class LaterEpochTest {
  private static final String MOVE =
      "{\"actor\":\"system\",\"method\":\"moveToEpoch\",\"args\":{\"epoch\":2}}";

  @TempDir
  private Path folder;

  private static Protocols newer() {
    Protocol first = Protocol.epoch1();
    GuestRules guest = first.guest();
    GuestRules second = new GuestRules(2, guest.fuel(), guest.modules(), guest.calls());
    return Protocols.of(List.of(first, new Protocol(second, first.transaction(), first.batch())));
  }

  @Test
  void whoeverIsTooOldSaysSoAndExecutesNothing() throws Exception {
    Cli cli = new Cli(folder);
    try (BlobStore store = BlobStores.open(cli.store().toUri().toString());
        BatchExecution execution =
            BatchExecution.open(ExecutionOptions.fastest(), new ModuleStore(store), newer())) {
      Ledger ledger = Ledger.open("l", store, execution);
      ledger.establish(java.util.Optional.empty());
      List<TransactionsFile.Line> lines = TransactionsFile.parse(
          "moves",
          new ByteArrayInputStream(MOVE.getBytes(StandardCharsets.UTF_8)),
          Protocol.epoch1());
      Ledger.Slot slot = new Ledger.Slot(1, ledger.head().hash(), 1_000, Sha256.of(new byte[0]));
      ledger.commit(ledger.seal("moves", lines, slot));
    }
    Cli.Ran ran = cli.onStore("exec", cli.file(Cli.DEPLOY).toString(), "--ledger", "l");
    assertEquals(1, ran.exitCode());
    assertEquals(
        "wastm: The ledger \"l\" is in protocol epoch 2, and this version of WASTM knows epochs up to 1:"
            + " nothing was executed. Use a newer version of WASTM for this ledger.",
        ran.err().strip());
  }
}
