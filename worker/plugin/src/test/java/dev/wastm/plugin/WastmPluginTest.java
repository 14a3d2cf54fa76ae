package dev.wastm.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.FailureTypes;
import dev.wastm.activities.HeightRange;
import dev.wastm.activities.ReplayOptions;
import dev.wastm.activities.Submission;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.key.VerificationKey;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStatistics;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.workflows.LedgerStart;
import dev.wastm.workflows.LedgerWorkflow;
import dev.wastm.workflows.VerificationReport;
import dev.wastm.workflows.VerificationRequest;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testserver.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole plugin on Temporal's embedded server, with the real counter actor. */
@Timeout(60)
class WastmPluginTest {
  private static final Path COUNTER =
      Path.of("../../assemblyscript-examples/examples/counter/counter.wasm");
  private static final LedgerStart START = new LedgerStart("shop", 2);
  private static final ReplayOptions OTHER_ENGINE = new ReplayOptions("interpreter", "sequential");

  private final TestServer.InProcessTestServer server = TestServer.createServer(true);
  private final BlobStore store = BlobStores.open("memory:");
  private Host host;

  @BeforeEach
  void start() throws Exception {
    new ModuleStore(store)
        .publish(Files.readAllBytes(COUNTER), ModuleRef.parseTag("counter@1.0.0"));
    host = new Host(server, store);
  }

  @AfterEach
  void stop() {
    host.close();
    server.close();
    store.close();
  }

  @Test
  void executesSubmissionsInOrderAndVerifiesThem() {
    BatchSummary first = submit(deploy("c") + increment("c", 5));
    BatchSummary second = submit(increment("c", 2) + increment("c", -1));
    assertEquals(1, first.position().height());
    assertEquals(2, second.position().height());
    assertEquals(Map.of("SUCCESS", 1, "REVERTED", 1), second.byStatus());
    assertTrue(String.valueOf(second.receipts()).startsWith("{\"index\":0,"), second.receipts());
    assertTrue(
        String.valueOf(second.receipts()).contains("\"output\":{\"value\":7}"), second.receipts());
    VerificationReport report = verify();
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

  @Test
  void takesLargeSubmissionsFromTheBlobStore() {
    StringBuilder lines = new StringBuilder(deploy("c"));
    for (int i = 0; i < 5_000; i++) {
      lines.append(increment("c", 1));
    }
    byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
    assertFalse(Submission.fitsInline(lines.toString()));
    String sha256 = Sha256.of(text).hex();
    store.put(BlobKey.of(Submission.blobKey("shop", sha256)), text, PutMode.IF_ABSENT);
    BatchSummary summary = host.ledgers.submit(START, Submission.stored(sha256));
    assertEquals(Map.of("SUCCESS", 5_001), summary.byStatus());
    assertNull(summary.receipts(), "so many receipts do not belong into a workflow's history");
  }

  @Test
  void refusesWhatCannotBeExecutedAndGoesOn() {
    submit(deploy("c"));
    assertRefused(
        increment("ghost", 1), "submission:1: there is no actor \"ghost\" in this ledger");
    assertRefused("{\"actor\":", "submission:1: \"actor\": this is not valid JSON");
    assertEquals(2, submit(increment("c", 1)).position().height());
  }

  private void assertRefused(String lines, String message) {
    WorkflowUpdateException refused =
        assertThrows(WorkflowUpdateException.class, () -> submit(lines));
    ApplicationFailure failure = assertInstanceOf(ApplicationFailure.class, refused.getCause());
    assertEquals(FailureTypes.INVALID_SUBMISSION, failure.getType());
    assertTrue(failure.getOriginalMessage().startsWith(message), failure.getOriginalMessage());
  }

  @Test
  void submissionsSentSideBySideAllTakeEffectOnce() {
    submit(deploy("c"));
    List<CompletableFuture<BatchSummary>> sent = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      sent.add(CompletableFuture.supplyAsync(() -> submit(increment("c", 1))));
    }
    assertEquals(
        List.of(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L),
        sent.stream().map(each -> each.join().position().height()).sorted().toList());
    assertTrue(
        String.valueOf(submit(increment("c", 0)).receipts()).contains("\"output\":{\"value\":8}"));
  }

  @Test
  void aDamagedJournalIsFoundByVerificationAndNamed() {
    submit(deploy("c"));
    submit(increment("c", 1));
    submit(increment("c", 1));
    BlobKey key = new Journal(store, "shop").key(2);
    byte[] record = store.get(key);
    record[record.length / 2] ^= 1;
    store.put(key, record, PutMode.OVERWRITE);
    VerificationReport report = verify();
    assertFalse(report.verified());
    assertTrue(
        String.valueOf(report.difference()).startsWith("The journal entry of height 2 is damaged"),
        report.difference());
  }

  @Test
  void everyHeaderIsSignedAndVerificationCanDemandIt() {
    submit(deploy("c"));
    submit(increment("c", 1));
    VerificationKey signer = Host.SIGNER.verification();
    VerificationReport report = verifySignedBy(signer);
    assertTrue(report.verified(), report.difference());
    BlobKey signature =
        BlobKey.of("ledgers/shop/signatures/00000000000000000002/" + signer.hex() + ".sig");
    assertTrue(store.head(signature).isPresent());
    store.delete(signature);
    assertEquals(
        "Not signed: the header of height 2 has no signature of " + signer.name() + ".",
        verifySignedBy(signer).difference());
  }

  /** What lies where the worker's signature belongs does not keep it from signing. */
  @Test
  void aPlantedSignatureIsSetAside() {
    submit(deploy("c"));
    VerificationKey signer = Host.SIGNER.verification();
    BlobKey signature =
        BlobKey.of("ledgers/shop/signatures/00000000000000000002/" + signer.hex() + ".sig");
    store.put(signature, new byte[64], PutMode.IF_ABSENT);
    submit(increment("c", 1));
    VerificationReport report = verifySignedBy(signer);
    assertTrue(report.verified(), report.difference());
  }

  @Test
  void verificationIsToldWhatToExpect() {
    submit(deploy("c"));
    BatchSummary newest = submit(increment("c", 1));
    String genesis = newest.position().genesis();
    String header = newest.position().headerHash();
    VerificationReport report = verifyExpecting(genesis, header);
    assertTrue(report.verified(), report.difference());
    assertEquals(genesis, report.genesis());
    assertEquals(header, report.headerHash());
    store.delete(new Journal(store, "shop").key(2));
    assertTrue(verify().verified(), "the beginning of a history is one");
    assertTrue(String.valueOf(verifyExpecting(genesis, header).difference())
        .endsWith("and not " + header + ": it is another history, or not all of it."));
    assertTrue(String.valueOf(verifyExpecting(header, header).difference())
        .endsWith("and not " + header + ": it is another ledger."));
  }

  private VerificationReport verifyExpecting(String genesis, String header) {
    return host.ledgers
        .newVerification("shop")
        .verify(new VerificationRequest(
            "shop", new HeightRange(1, 0), OTHER_ENGINE, 2, null, genesis, header));
  }

  @Test
  void aHistoryThatIsRewrittenBelowAWorkerHaltsTheLedger() throws Exception {
    submit(deploy("c"));
    submit(increment("c", 1));
    Rewriting.newest(store, "shop", increment("c", 1_000_000));
    ApplicationFailure failure = assertHalts();
    assertEquals(FailureTypes.FORK, failure.getType());
    assertTrue(
        failure
            .getOriginalMessage()
            .startsWith("The stored history of ledger \"shop\" was rewritten below this worker"),
        failure.getOriginalMessage());
    assertEquals(2, new Journal(store, "shop").newestHeight());
  }

  /** A worker with a key works on no ledger that it has not made and that nobody has admitted it to. */
  @Test
  void aWorkerSignsForNoLedgerThatItDoesNotKnow() throws Exception {
    Rewriting.commit(store, "shop", deploy("c"));
    ApplicationFailure failure = assertInstanceOf(
        ApplicationFailure.class,
        assertThrows(WorkflowUpdateException.class, () -> submit(increment("c", 1)))
            .getCause());
    assertEquals(FailureTypes.BAD_REQUEST, failure.getType());
    assertTrue(
        failure
            .getOriginalMessage()
            .contains("admit the key: wastm ledger sign --ledger shop --key FILE --genesis "),
        failure.getOriginalMessage());
    Genesis.Sealed genesis = new GenesisFile(store, "shop").find().orElseThrow();
    assertEquals(Optional.empty(), new LedgerSignatures(store, "shop").sign(genesis, Host.SIGNER));
    assertEquals(2, submit(increment("c", 1)).position().height());
  }

  private VerificationReport verifySignedBy(VerificationKey signer) {
    return host.ledgers
        .newVerification("shop")
        .verify(new VerificationRequest(
            "shop", new HeightRange(1, 0), OTHER_ENGINE, 2, signer.name(), null, null));
  }

  @Test
  void aForkHaltsTheLedgerAndSaysWhy() throws Exception {
    submit(deploy("c"));
    Rewriting.commit(store, "shop", increment("c", 9));
    ApplicationFailure failure = assertHalts();
    assertEquals(FailureTypes.FORK, failure.getType());
    assertTrue(
        failure.getOriginalMessage().contains("holds another batch than the one just executed"),
        failure.getOriginalMessage());
  }

  @Test
  void damageHaltsTheLedgerAndIsQuarantined() {
    submit(deploy("c"));
    Journal journal = new Journal(store, "shop");
    store.put(journal.key(2), store.get(journal.key(1)), PutMode.IF_ABSENT);
    ApplicationFailure failure = assertHalts();
    assertEquals(FailureTypes.CORRUPT_LEDGER, failure.getType());
    assertTrue(
        failure
            .getOriginalMessage()
            .contains(" A copy is kept as ledgers/shop/quarantine/00000000000000000002-"),
        failure.getOriginalMessage());
  }

  @Test
  void aModuleThatWasDamagedHaltsTheLedgerAndSaysWhich() throws Exception {
    Rewriting.commit(store, "shop", deploy("c"));
    admit();
    BlobKey key = ModuleStore.key(Sha256.of(Files.readAllBytes(COUNTER)));
    store.put(key, new byte[] {7}, PutMode.OVERWRITE);
    ApplicationFailure failure = assertHalts();
    assertEquals(FailureTypes.CORRUPT_LEDGER, failure.getType());
    assertTrue(
        failure
            .getOriginalMessage()
            .contains("The module " + key + " does not have the digest that its name says"),
        failure.getOriginalMessage());
  }

  private void admit() throws Exception {
    Genesis.Sealed genesis = new GenesisFile(store, "shop").find().orElseThrow();
    assertEquals(Optional.empty(), new LedgerSignatures(store, "shop").sign(genesis, Host.SIGNER));
  }

  private ApplicationFailure assertHalts() {
    ApplicationFailure failure = assertInstanceOf(
        ApplicationFailure.class,
        assertThrows(WorkflowUpdateException.class, () -> submit(increment("c", 1)))
            .getCause());
    LedgerWorkflow workflow =
        host.client.newWorkflowStub(LedgerWorkflow.class, LedgerStart.workflowId("shop"));
    assertNotNull(workflow.status().halted());
    assertThrows(WorkflowUpdateException.class, () -> submit(increment("c", 1)));
    return failure;
  }

  @Test
  void verifyingAnUnknownLedgerFailsWithASentence() {
    WorkflowFailedException failed = assertThrows(WorkflowFailedException.class, this::verify);
    Throwable innermost = failed;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    assertEquals(
        "There is no ledger \"shop\" in the worker's blob store.",
        assertInstanceOf(ApplicationFailure.class, innermost).getOriginalMessage());
  }

  private BatchSummary submit(String lines) {
    return host.ledgers.submit(START, Submission.inline(lines));
  }

  private VerificationReport verify() {
    return host.ledgers
        .newVerification("shop")
        .verify(VerificationRequest.of("shop", new HeightRange(1, 0), OTHER_ENGINE, 2));
  }

  private static String deploy(String actor) {
    return "{\"actor\":\"system\",\"method\":\"deploy\",\"args\":{\"actor\":\"" + actor
        + "\",\"module\":\"counter@1.0.0\",\"init\":{}},\"sender\":\"alice\"}\n";
  }

  private static String increment(String actor, long by) {
    return "{\"actor\":\"" + actor + "\",\"method\":\"increment\",\"args\":{\"by\":" + by
        + "},\"sender\":\"bob\"}\n";
  }
}
