package dev.wastm.benchmarks.wasm;

import dev.wastm.benchmarks.Guests;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.submission.TransactionsFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** Batches of the example actors, on a ledger of their own in a store. The same numbers give the same batches. */
enum WasmWorkload {
  /** A counter for each account, called at random. */
  COUNTER(Guests.COUNTER) {
    @Override
    String deploy(int accounts) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < accounts; i++) {
        lines.append(deployment("c" + i, "counter"));
      }
      return lines.toString();
    }

    @Override
    String call(Random random, int accounts) {
      return "{\"actor\":\"c" + random.nextInt(accounts)
          + "\",\"method\":\"increment\",\"args\":{\"by\":5},\"sender\":\"alice\"}\n";
    }
  },

  /** One actor that holds all accounts; each call reads two of them and writes both. */
  TRANSFER(Guests.TRANSFER) {
    @Override
    String deploy(int accounts) {
      return deployment("bank", "transfer");
    }

    @Override
    String call(Random random, int accounts) {
      int from = random.nextInt(accounts);
      int other = random.nextInt(accounts - 1);
      int to = other < from ? other : other + 1;
      return "{\"actor\":\"bank\",\"method\":\"transfer\",\"args\":{\"to\":\"a" + to
          + "\",\"amount\":" + (1 + random.nextInt(10)) + "},\"sender\":\"a" + from + "\"}\n";
    }
  };

  private static final long SEED = 42;
  private static final Digest BATCH_SEED = Sha256.of(new byte[0]);

  private final Guests guest;

  WasmWorkload(Guests guest) {
    this.guest = guest;
  }

  abstract String deploy(int accounts);

  abstract String call(Random random, int accounts);

  private static String deployment(String actor, String module) {
    return "{\"actor\":\"system\",\"method\":\"deploy\",\"args\":{\"actor\":\"" + actor
        + "\",\"module\":\"" + module + "@1.0.0\"},\"sender\":\"alice\"}\n";
  }

  byte[] wasm() throws Exception {
    return guest.wasm();
  }

  private String ledger() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Makes a ledger on which the actors are deployed. */
  Ledger open(BlobStore store, BatchExecution execution, int accounts) throws Exception {
    new ModuleStore(store).publish(wasm(), ModuleRef.parseTag(ledger() + "@1.0.0"));
    Ledger ledger = reopen(store, execution);
    ledger.establish(Optional.empty());
    ledger.commit(seal(ledger, deploy(accounts)));
    return ledger;
  }

  /** The ledger that {@link #open} made in a store. */
  Ledger reopen(BlobStore store, BatchExecution execution) throws Exception {
    return Ledger.open(ledger(), store, execution);
  }

  Batch calls(Ledger ledger, int accounts, int transactions) throws Exception {
    Random random = new Random(SEED);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < transactions; i++) {
      lines.append(call(random, accounts));
    }
    return seal(ledger, lines.toString());
  }

  private static Batch seal(Ledger ledger, String lines) throws Exception {
    byte[] text = lines.getBytes(StandardCharsets.UTF_8);
    long height = ledger.head().height() + 1;
    return ledger.seal(
        "benchmark",
        TransactionsFile.parse("benchmark", new ByteArrayInputStream(text), ledger.protocol()),
        new Ledger.Slot(height, ledger.head().hash(), height * 1_000, BATCH_SEED));
  }
}
