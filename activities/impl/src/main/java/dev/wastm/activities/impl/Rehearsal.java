package dev.wastm.activities.impl;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.Limits;
import dev.wastm.ledger.batch.TransactionsFile;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.wasm.CompiledCode;
import dev.wastm.wasm.CompiledCodeStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small batch on a ledger in memory, executed twice, the second time from compiled code: so that the JVM has loaded what executing takes
 * before the first batch comes, which would wait for it half a second otherwise.
 */
public final class Rehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final String LINES = """
      {"actor":"system","method":"deploy","args":{"actor":"a","module":"rehearsal@1"},"sender":"s"}
      {"actor":"a","method":"m","args":{},"sender":"s"}
      """;

  /** In memory, for the second time. */
  private static final class Kept implements CompiledCodeStore {
    private final Map<String, byte[]> content = new ConcurrentHashMap<>();

    @Override
    public Optional<byte[]> get(String name) {
      return Optional.ofNullable(content.get(name));
    }

    @Override
    public void put(String name, byte[] bytes) {
      content.put(name, bytes);
    }
  }

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

  /** Rehearses, and returns what came out the second time. */
  public static Ledger.Committed run() throws Exception {
    CompiledCode code =
        new CompiledCode(new Kept(), new byte[CompiledCode.KEY_BYTES], Limits.EPOCH);
    perform(code);
    return perform(code);
  }

  private static Ledger.Committed perform(CompiledCode code) throws Exception {
    try (BlobStore store = BlobStores.open("memory:");
        InputStream wasm = Rehearsal.class.getResourceAsStream("rehearsal.wasm")) {
      if (wasm == null) {
        throw new IllegalStateException("The jar was built without rehearsal.wasm.");
      }
      ModuleStore modules = new ModuleStore(store, code);
      modules.publish(wasm.readAllBytes(), ModuleRef.parseTag("rehearsal@1"));
      try (BatchExecution execution = BatchExecution.open(ExecutionOptions.fastest(), modules)) {
        Ledger ledger = Ledger.open("rehearsal", store, execution);
        return ledger.commit(batch(ledger));
      }
    }
  }

  private static Batch batch(Ledger ledger) throws Exception {
    byte[] lines = LINES.getBytes(StandardCharsets.UTF_8);
    return ledger.seal(
        "rehearsal",
        TransactionsFile.parse("rehearsal", new ByteArrayInputStream(lines)),
        new Ledger.Slot(1, Optional.empty(), 0, Sha256.of(lines)));
  }
}
