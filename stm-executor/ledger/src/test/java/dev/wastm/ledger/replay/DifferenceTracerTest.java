package dev.wastm.ledger.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.ForgedRecord;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.proto.ChangeProto;
import dev.wastm.ledger.replay.Tracing.HostCall;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DifferenceTracerTest {
  private static final StateKey COUNT = StateKey.of("c", "count");

  private Fixture fixture;
  private Ledger ledger;
  private LedgerHead before;

  @BeforeEach
  void execute() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.fastest());
    ledger = fixture.ledger("l");
    Fixture.commit(ledger, Fixture.deploy("c") + Fixture.deploy("d") + Fixture.increment("c", 5));
    before = ledger.head();
    Fixture.commit(
        ledger,
        Fixture.increment("c", 1)
            + Fixture.increment("d", 9)
            + Fixture.increment("c", 2)
            + Fixture.increment("c", -1));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Someone who wrote himself another balance, and every digest and root anew. */
  @Test
  void aForgedValueIsLocatedToTheHostCallThatWroteTheRightOne() throws Exception {
    forge(ChangeProto.newBuilder()
        .setKey(ByteString.copyFrom(COUNT.bytes()))
        .setValue(ByteString.copyFrom(number(1000)))
        .build());
    Verification.Difference difference = verify();
    assertEquals("state", difference.field());
    assertEquals(Optional.of("c/count"), difference.key());
    Tracing tracing = difference.tracing().orElseThrow();
    assertEquals(
        Optional.of(new HostCall(
            2,
            3,
            "state_write(c/count, 0x0800000000000000)",
            "the value 0xe803000000000000",
            "ledger")),
        tracing.hostCall());
    assertEquals(
        "Both engines, compiled and interpreter, make the same host calls; this one writes what the ledger does not have.",
        tracing.conclusion());
  }

  /** What the ledger has too much was written by no host call. */
  @Test
  void anInventedValueHasNoHostCall() throws Exception {
    forge(ChangeProto.newBuilder()
        .setKey(ByteString.copyFrom(StateKey.of("d", "bribe").bytes()))
        .setValue(ByteString.copyFromUtf8("x"))
        .build());
    Verification.Difference difference = verify();
    assertEquals(Optional.of("d/bribe"), difference.key());
    Tracing tracing = difference.tracing().orElseThrow();
    assertEquals(Optional.empty(), tracing.hostCall());
    assertEquals(
        "Both engines, compiled and interpreter, make the same host calls; no write among them is missing in the ledger.",
        tracing.conclusion());
  }

  /** Two executions that part, as engines would that disagree: here because one of them starts from another state. */
  @Test
  void theFirstHostCallInWhichTwoExecutionsPartIsNamed() throws Exception {
    BatchOutcome record = new Journal(fixture.store, "l").require(2);
    Batch batch = record.batch();
    State other = before
        .state()
        .with(List.of(new StateChange(StateKey.of("d", "count"), new Change.Put<>(number(1)))));
    try (BatchExecution counterpart = fixture.execution.counterpart()) {
      Tracing tracing = new DifferenceTracer(
              record,
              fixture.execution.trace(before.state(), batch),
              counterpart.trace(other, batch),
              counterpart.engineName())
          .conclude(fixture.execution.engineName());
      HostCall call = tracing.hostCall().orElseThrow();
      assertEquals(1, call.transaction());
      assertEquals("state_read(d/count) = 0x0000000000000000", call.replayed());
      assertEquals("state_read(d/count) = 0x0100000000000000", call.other());
      assertEquals("interpreter", call.otherSource());
      assertTrue(tracing.conclusion().startsWith("The engines part at this host call"));
    }
  }

  @Test
  void everySchedulerAndEngineTracesTheSame() throws Exception {
    Batch batch = new Journal(fixture.store, "l").require(2).batch();
    List<String> expected = traced(fixture.execution, batch);
    assertTrue(expected.contains("state_read(system/actor/c) = "
        + expected.get(0).substring(expected.get(0).indexOf("0x"))));
    for (ExecutionOptions options : List.of(
        ExecutionOptions.simplest(),
        new ExecutionOptions(
            ExecutionOptions.Scheduler.PARALLEL, 8, ExecutionOptions.fastest().engine()))) {
      try (BatchExecution execution =
          BatchExecution.open(options, new ModuleStore(fixture.store))) {
        assertEquals(expected, traced(execution, batch));
      }
    }
  }

  private List<String> traced(BatchExecution execution, Batch batch) {
    return execution.trace(before.state(), batch).accesses().stream()
        .flatMap(List::stream)
        .map(access -> access.describe())
        .toList();
  }

  private Verification.Difference verify() {
    return assertInstanceOf(
        Verification.Difference.class,
        new ReplayVerifier("l", fixture.store, fixture.execution, Expectations.NONE)
            .verify(1, 2, at -> {}));
  }

  /** Rewrites height 2 with one change put in, in key order, and a header that fits it. */
  private void forge(ChangeProto change) throws Exception {
    BlobKey key = new Journal(fixture.store, "l").key(2);
    byte[] honest = fixture.store.get(key);
    List<ChangeProto> lies = new ArrayList<>(ForgedRecord.changes(honest));
    lies.removeIf(other -> other.getKey().equals(change.getKey()));
    lies.add(change.getKey().equals(ByteString.copyFrom(COUNT.bytes())) ? 0 : 1, change);
    List<StateChange> changes = lies.stream()
        .map(one -> new StateChange(StateKey.ofStored(one.getKey()), (Change<byte[]>)
            new Change.Put<>(one.getValue().toByteArray())))
        .toList();
    Digest root = before.state().with(changes).root();
    fixture.store.put(key, ForgedRecord.withChanges(honest, lies, root), PutMode.OVERWRITE);
  }

  private static byte[] number(int value) {
    return new byte[] {(byte) value, (byte) (value >> 8), 0, 0, 0, 0, 0, 0};
  }
}
