package dev.wastm.ledger.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.bundle.Bundle;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.execution.ExecutionOptions.Scheduler;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.Verification;
import dev.wastm.wasm.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What protocol epoch 1 makes of a history is written down, as bundles beside the tests. It is recorded anew, with a line in the changelog, only
 * as long as the epoch may change: {@code mvn -pl stm-executor/ledger test -Dtest=GoldenLedgerTest -Dwastm.golden.record=true}.
 */
@Tag("conformance")
class GoldenLedgerTest {
  private static final String RECORD = "wastm.golden.record";
  private static final Path RESOURCES = Path.of("src/test/resources/dev/wastm/ledger/golden");
  private static final long ROOM = 64L * 1024 * 1024;

  /** Those that take more than a bundle should hold, that nothing sealed can meet, or that need a later epoch; each has a test elsewhere. */
  private static final Set<FailureCode> ELSEWHERE = EnumSet.of(
      FailureCode.HOST_NOT_READY,
      FailureCode.MALFORMED_SYSTEM_CALL,
      FailureCode.FUEL_OUT_OF_RANGE,
      FailureCode.TOO_MANY_KEYS,
      FailureCode.TOO_MANY_VISITS,
      FailureCode.BATCH_BYTES,
      FailureCode.BATCH_KEYS,
      FailureCode.EPOCH_MOVE_PENDING,
      FailureCode.HEIGHT_NOT_LATER,
      FailureCode.NOT_THE_FOUNDER);

  private static List<String> batches(String ledger) throws Exception {
    return ledger.equals("golden") ? GoldenLedger.open() : GoldenLedger.signed();
  }

  private static byte[] golden(String ledger, byte[] recorded) throws Exception {
    if (Boolean.getBoolean(RECORD)) {
      Files.write(RESOURCES.resolve(ledger + ".bundle"), recorded);
    }
    return Files.readAllBytes(RESOURCES.resolve(ledger + ".bundle"));
  }

  @ParameterizedTest
  @CsvSource({"golden", "golden-signed"})
  void theSameHistoryGivesTheSameBytes(String ledger) throws Exception {
    byte[] recorded = GoldenLedger.record(ledger, batches(ledger), ExecutionOptions.fastest());
    assertArrayEquals(golden(ledger, recorded), recorded);
    assertArrayEquals(
        recorded, GoldenLedger.record(ledger, batches(ledger), ExecutionOptions.simplest()));
  }

  @ParameterizedTest
  @CsvSource({
    "golden, PARALLEL, 1, COMPILED",
    "golden, PARALLEL, 4, COMPILED",
    "golden, PARALLEL, 4, INTERPRETER",
    "golden, SEQUENTIAL, 1, COMPILED",
    "golden, SEQUENTIAL, 1, INTERPRETER",
    "golden-signed, PARALLEL, 2, COMPILED",
    "golden-signed, SEQUENTIAL, 1, INTERPRETER",
  })
  void itIsVerifiedInEveryWay(String ledger, Scheduler scheduler, int threads, Engine engine)
      throws Exception {
    byte[] bundle = Files.readAllBytes(RESOURCES.resolve(ledger + ".bundle"));
    ExecutionOptions options = new ExecutionOptions(scheduler, threads, engine);
    Verification found = Bundle.open(BlobSource.of(bundle), ROOM)
        .verify(
            store -> BatchExecution.open(options, new ModuleStore(store)),
            Expectations.NONE,
            height -> {});
    assertInstanceOf(Verification.Verified.class, found, found.toString());
  }

  @Test
  void itEndsInEveryWay() throws Exception {
    Set<Status> statuses = EnumSet.noneOf(Status.class);
    Set<FailureCode> codes = EnumSet.copyOf(ELSEWHERE);
    for (String ledger : List.of("golden", "golden-signed")) {
      for (Receipt receipt : receipts(ledger)) {
        statuses.add(receipt.status());
        receipt.failure().map(Failure::code).ifPresent(codes::add);
      }
    }
    assertEquals(EnumSet.allOf(Status.class), statuses);
    Set<FailureCode> missing = new TreeSet<>(EnumSet.allOf(FailureCode.class));
    missing.removeAll(codes);
    assertEquals(Set.of(), missing);
  }

  private static List<Receipt> receipts(String ledger) throws Exception {
    byte[] bundle = Files.readAllBytes(RESOURCES.resolve(ledger + ".bundle"));
    List<Receipt> receipts = new ArrayList<>();
    Verification unused = Bundle.open(BlobSource.of(bundle), ROOM)
        .verify(
            store -> {
              receipts.addAll(read(ledger, store));
              return BatchExecution.open(ExecutionOptions.fastest(), new ModuleStore(store));
            },
            Expectations.NONE,
            height -> {});
    return receipts;
  }

  private static List<Receipt> read(String ledger, BlobStore store) {
    try {
      Journal journal = new Journal(store, ledger);
      List<Receipt> receipts = new ArrayList<>();
      for (long height = 1; height <= journal.newestHeight(); height++) {
        receipts.addAll(journal.require(height).receipts());
      }
      return receipts;
    } catch (Exception e) {
      throw new AssertionError("The golden ledger is damaged.", e);
    }
  }
}
