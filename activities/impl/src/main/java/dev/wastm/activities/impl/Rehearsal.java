package dev.wastm.activities.impl;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.module.CompiledCodeDirectory;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.submission.TransactionsFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small batch, executed on one ledger in memory after the other, the first time from a module's file, and then from compiled code on disk
 * as after a restart: so that the JVM has loaded what executing takes before the first batch comes, which would wait for it half a second
 * otherwise, and has compiled the loops in it.
 */
public final class Rehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final String LINES = """
      {"actor":"system","method":"deploy","args":{"actor":"a","module":"rehearsal@1"},"sender":"s"}
      {"actor":"a","method":"m","args":{"as":"long as that of a usual call"},"sender":"s"}
      {"actor":"a","method":"m","args":{},"sender":"t"}
      """;

  /** Measured: eight save the first batch little, and forty no more than twenty. */
  private static final int ROUNDS = 20;

  private Rehearsal() {}

  /** Rehearses on a thread of its own. Should it fail, that is logged, and nothing else depends on it. */
  public static void start() {
    Thread thread = new Thread(
        () -> {
          try {
            run();
          } catch (Exception e) {
            LOG.warn("The first batch may take longer: {}", e.toString());
          }
        },
        "wastm-rehearsal");
    thread.setDaemon(true);
    thread.start();
  }

  /** Rehearses, and returns what came out the last time. */
  public static Ledger.Committed run() throws Exception {
    Path directory = Files.createTempDirectory("wastm-rehearsal-");
    try {
      return run(directory);
    } finally {
      delete(directory);
    }
  }

  /** @param directory where compiled code is kept */
  static Ledger.Committed run(Path directory) throws Exception {
    try (BlobStore store = BlobStores.open("memory:")) {
      ModuleStore modules = new ModuleStore(store, CompiledCodeDirectory.open(directory));
      modules.publish(wasm(), ModuleRef.parseTag("rehearsal@1"));
      Ledger.Committed last = perform(store, modules, 0);
      for (int round = 1; round < ROUNDS; round++) {
        last = perform(store, modules, round);
      }
      return last;
    }
  }

  private static byte[] wasm() throws IOException {
    try (InputStream in = Rehearsal.class.getResourceAsStream("rehearsal.wasm")) {
      if (in == null) {
        throw new IllegalStateException("The jar was built without rehearsal.wasm.");
      }
      return in.readAllBytes();
    }
  }

  /** Nothing that was loaded in one round is in memory in the next. */
  private static Ledger.Committed perform(BlobStore store, ModuleStore modules, int round)
      throws Exception {
    try (BatchExecution execution = BatchExecution.open(ExecutionOptions.fastest(), modules)) {
      Ledger ledger = Ledger.open("rehearsal-" + round, store, execution);
      ledger.establish(Optional.empty());
      return ledger.commit(batch(ledger));
    }
  }

  private static Batch batch(Ledger ledger) throws Exception {
    byte[] lines = LINES.getBytes(StandardCharsets.UTF_8);
    return ledger.seal(
        "rehearsal",
        TransactionsFile.parse("rehearsal", new ByteArrayInputStream(lines), ledger.protocol()),
        new Ledger.Slot(1, ledger.head().hash(), 0, Sha256.of(lines)));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
