package dev.wastm.plugin;

import static dev.wastm.ledger.Fixture.deploy;
import static dev.wastm.ledger.Fixture.increment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.HeightRange;
import dev.wastm.activities.ReplayOptions;
import dev.wastm.activities.Submission;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.module.ModuleStatistics;
import dev.wastm.workflows.LedgerStart;
import dev.wastm.workflows.VerificationReport;
import dev.wastm.workflows.VerificationRequest;
import io.temporal.testserver.TestServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole plugin on Temporal's embedded server, with the real counter actor: that all of it is there, and does what its options say. */
@Tag("integration")
@Timeout(60)
class WastmPluginTest {
  private static final LedgerStart START = new LedgerStart("shop", 2);
  private static final ReplayOptions OTHER_ENGINE = new ReplayOptions("interpreter", "sequential");

  private final TestServer.InProcessTestServer server = TestServer.createServer(true);
  private final BlobStore store = BlobStores.open("memory:");
  private Host host;

  @BeforeEach
  void start() throws Exception {
    Fixture.publishCounter(store);
    host = new Host(server, store);
  }

  @AfterEach
  void stop() {
    host.close();
    server.close();
    store.close();
  }

  @Test
  void executesSubmissionsInOrderSignsAndVerifiesThem() {
    BatchSummary first = submit(deploy("c") + increment("c", 5));
    BatchSummary second = submit(increment("c", 2) + increment("c", -1));
    assertEquals(1, first.position().height());
    assertEquals(2, second.position().height());
    assertEquals(Map.of("SUCCESS", 1, "REVERTED", 1), second.byStatus());
    VerificationReport report = host.ledgers
        .newVerification("shop")
        .verify(new VerificationRequest(
            "shop",
            new HeightRange(1, 0),
            OTHER_ENGINE,
            2,
            Host.SIGNER.verification().name(),
            first.position().genesis(),
            second.position().headerHash()));
    assertTrue(report.verified(), report.difference());
    assertEquals(4, report.transactions());
    assertEquals(second.position().stateRoot(), report.stateRoot());
  }

  @Test
  void aRestartedWorkerLoadsWhatWasCompiled(@TempDir Path cache) throws Exception {
    assertEquals(new ModuleStatistics.Tier(0, 1, 0), countersWarmTier(cache, "first"));
    assertEquals(1, countersWarmTier(cache, "second").hits());
  }

  private ModuleStatistics.Tier countersWarmTier(Path cache, String ledger) throws Exception {
    WastmPlugin plugin = WastmPlugin.newBuilder(store).setModuleCache(cache).build();
    host.close();
    host = new Host(server, plugin);
    String lines = deploy("c") + increment("c", 5);
    BatchSummary summary = host.ledgers.submit(LedgerStart.of(ledger), Submission.inline(lines));
    assertEquals(Map.of("SUCCESS", 2), summary.byStatus());
    return plugin.moduleStatistics().warm();
  }

  private BatchSummary submit(String lines) {
    return host.ledgers.submit(START, Submission.inline(lines));
  }
}
