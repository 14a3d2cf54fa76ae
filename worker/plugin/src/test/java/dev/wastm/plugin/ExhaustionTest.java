package dev.wastm.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.Submission;
import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.Fixture;
import dev.wastm.workflows.LedgerStart;
import io.temporal.testserver.TestServer;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker whose JVM ran out of memory says so once, and gives its work to another. */
@Tag("fault")
@Timeout(120)
class ExhaustionTest {
  private static final String LINES = """
      {"actor":"system","method":"deploy","args":{"actor":"c","module":"counter@1.0.0","init":{}},"sender":"alice"}
      {"actor":"c","method":"increment","args":{"by":5},"sender":"bob"}
      """;

  @Test
  void anotherWorkerTakesOver() throws Exception {
    List<VirtualMachineError> told = new CopyOnWriteArrayList<>();
    TestServer.InProcessTestServer server = TestServer.createServer(true);
    try (BlobStore store = BlobStores.open("memory:")) {
      Fixture.publishCounter(store);
      WastmPlugin exhausted = WastmPlugin.newBuilder(new ExhaustedStore(store))
          .setExhaustionHandler(told::add)
          .build();
      try (Host dead = new Host(server, exhausted, /* workflowsCached= */ 0)) {
        CompletableFuture<BatchSummary> submitted = CompletableFuture.supplyAsync(
            () -> dead.ledgers.submit(LedgerStart.of("shop"), Submission.inline(LINES)));
        while (told.isEmpty()) {
          Thread.sleep(20);
        }
        assertFalse(submitted.isDone());
        try (Host healthy =
            new Host(server, WastmPlugin.newBuilder(store).build(), /* workflowsCached= */ 0)) {
          assertEquals(Map.of("SUCCESS", 2), submitted.get(60, TimeUnit.SECONDS).byStatus());
          assertTrue(healthy
              .ledgers
              .submit(LedgerStart.of("other"), Submission.inline(LINES))
              .byStatus()
              .containsKey("SUCCESS"));
        }
        assertEquals(1, told.size());
        assertEquals("as the JVM throws it", told.get(0).getMessage());
      }
    } finally {
      server.close();
    }
  }

  /** Where reading a module needs more memory than there is. */
  private record ExhaustedStore(BlobStore real) implements BlobStore {
    @Override
    public InputStream open(BlobKey key) {
      if (key.toString().endsWith(".wasm")) {
        throw new OutOfMemoryError("as the JVM throws it");
      }
      return real.open(key);
    }

    @Override
    public InputStream open(BlobKey key, long offsetBytes, long lengthBytes) {
      return real.open(key, offsetBytes, lengthBytes);
    }

    @Override
    public void put(BlobKey key, BlobSource source, PutMode mode) {
      real.put(key, source, mode);
    }

    @Override
    public Optional<BlobInfo> head(BlobKey key) {
      return real.head(key);
    }

    @Override
    public Stream<BlobInfo> list(String prefix) {
      return real.list(prefix);
    }

    @Override
    public void delete(BlobKey key) {
      real.delete(key);
    }

    @Override
    public void close() {}
  }
}
