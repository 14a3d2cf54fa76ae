package dev.wastm.activities.impl;

import static dev.wastm.ledger.Fixture.deploy;
import static dev.wastm.ledger.Fixture.increment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.ChainVerdict;
import dev.wastm.activities.CheckChain;
import dev.wastm.activities.FailureTypes;
import dev.wastm.activities.HeightRange;
import dev.wastm.activities.ReplayOptions;
import dev.wastm.activities.VerifyWindow;
import dev.wastm.activities.WindowVerdict;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.key.VerificationKey;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replay verification, window by window, of a ledger of four batches with a checkpoint at its second. */
@Timeout(60)
@Tag("integration")
class VerificationActivitiesTest {
  private static final ReplayOptions OTHER_ENGINE = new ReplayOptions("interpreter", "sequential");
  private static final HeightRange ALL = new HeightRange(1, 4);

  private final BlobStore store = BlobStores.open("memory:");
  private Activities activities;
  private BatchSummary newest;

  @BeforeEach
  void start() throws Exception {
    Fixture.publishCounter(store);
    activities = new Activities(store);
    activities.execute("shop", deploy("c"));
    activities.execute("shop", increment("c", 1));
    activities.batches.checkpoint("shop");
    activities.execute("shop", increment("c", 2));
    newest = activities.execute("shop", increment("c", 3).repeat(2));
  }

  @AfterEach
  void stop() {
    activities.close();
    store.close();
  }

  private static void assertBadRequest(String sentence, Runnable work) {
    ActivityFailure failed = assertThrows(ActivityFailure.class, work::run);
    ApplicationFailure failure = assertInstanceOf(ApplicationFailure.class, failed.getCause());
    assertEquals(FailureTypes.BAD_REQUEST, failure.getType());
    assertTrue(failure.isNonRetryable());
    assertEquals(sentence, failure.getOriginalMessage());
  }

  private List<HeightRange> plan(long from, long to) {
    return activities.verification.plan("shop", new HeightRange(from, to));
  }

  @Test
  void aWindowBeginsAfterACheckpoint() {
    assertEquals(List.of(new HeightRange(1, 2), new HeightRange(3, 4)), plan(1, 0));
    assertEquals(List.of(new HeightRange(2, 2), new HeightRange(3, 3)), plan(2, 3));
    assertEquals(List.of(new HeightRange(1, 2)), plan(1, 2));
  }

  @Test
  void heightsThatTheLedgerDoesNotHaveAreRefused() {
    for (HeightRange range :
        List.of(new HeightRange(0, 4), new HeightRange(3, 2), new HeightRange(1, 5))) {
      assertBadRequest(
          "The ledger \"shop\" has the heights 1 to 4; " + range.from() + " to " + range.to()
              + " is not a range of them.",
          () -> plan(range.from(), range.to()));
    }
    assertBadRequest(
        "There is no ledger \"other\" in the worker's blob store.",
        () -> activities.verification.plan("other", ALL));
  }

  private WindowVerdict verify(long from, long to, ReplayOptions options) {
    return activities.verification.verify(
        new VerifyWindow("shop", new HeightRange(from, to), options));
  }

  @Test
  void windowsFollowFromOneAnother() {
    WindowVerdict first = verify(1, 2, OTHER_ENGINE);
    WindowVerdict second = verify(3, 4, OTHER_ENGINE);
    assertEquals(2, first.transactions());
    assertEquals(3, second.transactions());
    assertEquals(first.headerHash(), second.parentHash());
    assertEquals(newest.position().headerHash(), second.headerHash());
    assertEquals(newest.position().stateRoot(), second.stateRoot());
    assertEquals(second, verify(3, 4, new ReplayOptions("compiled", "parallel")));
  }

  @Test
  void aReplayThatCannotBeIsRefused() {
    assertBadRequest(
        "\"fast\" is not one of [COMPILED, INTERPRETER].",
        () -> verify(1, 2, new ReplayOptions("fast", "parallel")));
    assertBadRequest(
        "There is nothing to verify from height 3 to 2; heights begin at 1, and the range must not be empty.",
        () -> verify(3, 2, OTHER_ENGINE));
  }

  @Test
  void aDamagedEntryIsNamedWithItsHeight() {
    BlobKey key = new Journal(store, "shop").key(3);
    byte[] record = store.get(key);
    record[record.length / 2] ^= 1;
    store.put(key, record, PutMode.OVERWRITE);
    WindowVerdict verdict = verify(3, 4, OTHER_ENGINE);
    assertEquals(3, verdict.differenceHeight());
    assertNull(verdict.stateRoot());
    assertTrue(
        String.valueOf(verdict.difference()).startsWith("The journal entry of height 3 is damaged"),
        verdict.difference());
    assertNull(verify(1, 2, OTHER_ENGINE).difference());
  }

  @Test
  void theChainHasTheSignaturesThatAreDemanded() {
    VerificationKey signer = Activities.SIGNER.verification();
    CheckChain request = new CheckChain("shop", ALL, signer.name(), null, null);
    ChainVerdict verdict = activities.verification.checkChain(request);
    assertNull(verdict.difference());
    assertEquals(newest.position().headerHash(), verdict.headerHash());
    assertEquals(newest.position().genesis(), verdict.parentHash());
    store.delete(
        BlobKey.of("ledgers/shop/signatures/00000000000000000002/" + signer.hex() + ".sig"));
    assertEquals(
        "Not signed: the header of height 2 has no signature of " + signer.name() + ".",
        activities.verification.checkChain(request).difference());
  }

  @Test
  void theChainIsTheOneThatIsExpected() {
    String genesis = newest.position().genesis();
    String header = newest.position().headerHash();
    assertNull(check(genesis, header).difference());
    assertTrue(String.valueOf(check(genesis, genesis).difference())
        .endsWith("and not " + genesis + ": it is another history, or not all of it."));
    assertTrue(String.valueOf(check(header, header).difference())
        .endsWith("and not " + header + ": it is another ledger."));
    assertBadRequest(
        "The member \"header\" is \"7\", and a hash is 64 hexadecimal digits.",
        () -> check(genesis, "7"));
  }

  private ChainVerdict check(String genesis, String header) {
    return activities.verification.checkChain(new CheckChain("shop", ALL, null, genesis, header));
  }
}
