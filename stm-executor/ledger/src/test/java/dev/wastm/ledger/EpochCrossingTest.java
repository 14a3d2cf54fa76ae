package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.bundle.Bundle;
import dev.wastm.ledger.bundle.BundleExport;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.execution.ExecutionOptions.Scheduler;
import dev.wastm.ledger.golden.Script;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.abi.CallLimits;
import dev.wastm.wasm.abi.FuelSchedule;
import dev.wastm.wasm.abi.GuestRules;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A ledger that has crossed over into an epoch with other prices of instructions and of host calls, and another limit: all that can be done with
 * a ledger goes by the rules of each height.
 */
@Tag("integration")
class EpochCrossingTest {
  private static final long MOVED_AT = 4;
  private static final long NEWEST = 6;
  private static final int EVENTS = 2;

  private static final Protocol FIRST = Protocol.epoch1();
  private static final Protocol SECOND = second();
  private static final Protocols BOTH = Protocols.of(List.of(FIRST, SECOND));

  private BlobStore store;
  private BatchExecution execution;
  private Ledger ledger;

  private static Protocol second() {
    GuestRules guest = FIRST.guest();
    FuelSchedule.Code code = with(guest.fuel().code(), Map.of("plain", 7, "call", 11));
    FuelSchedule.Host host = with(guest.fuel().host(), Map.of("event", 12_345L));
    CallLimits calls = with(guest.calls(), Map.of("events", EVENTS));
    GuestRules other = new GuestRules(2, new FuelSchedule(code, host), guest.modules(), calls);
    return new Protocol(other, FIRST.transaction(), FIRST.batch());
  }

  /** The same record with other values for some of its components. */
  @SuppressWarnings("unchecked")
  private static <R extends Record> R with(R rules, Map<String, ?> changed) {
    try {
      RecordComponent[] components = rules.getClass().getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        Object other = changed.get(components[i].getName());
        values[i] = other == null ? components[i].getAccessor().invoke(rules) : other;
      }
      return (R) rules.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Records have the constructor of their components.", e);
    }
  }

  @BeforeEach
  void cross() throws Exception {
    store = BlobStores.open("memory:");
    ModuleStore modules = new ModuleStore(store);
    modules.publish(Fixture.counter(), ModuleRef.parseTag("counter@1.0.0"));
    modules.publish(script(), ModuleRef.parseTag("script@1.0.0"));
    execution = open(ExecutionOptions.fastest());
    ledger = Fixture.open("l", store, execution);
    String emitThree = line(emits(3));
    commit(Fixture.deploy("c")
        + Fixture.deploy("s").replace("counter@1.0.0", "script@1.0.0").replace(",\"init\":{}", ""));
    ledger.checkpoint();
    commit(Fixture.increment("c", 1)
        + "{\"actor\":\"system\",\"method\":\"moveToEpoch\",\"args\":{\"epoch\":2,\"height\":"
        + MOVED_AT + "}}\n");
    for (long height = 3; height <= NEWEST; height++) {
      commit(Fixture.increment("c", 1) + emitThree + line(emits(EVENTS)));
      if (height == MOVED_AT + 1) {
        ledger.checkpoint();
      }
    }
  }

  @AfterEach
  void close() {
    execution.close();
    store.close();
  }

  private static byte[] script() throws Exception {
    try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream("script.wasm"))) {
      return in.readAllBytes();
    }
  }

  private static Script emits(int count) {
    Script script = new Script();
    for (int i = 0; i < count; i++) {
      script.with(Script.EMIT, "t", Script.ROOM, 1);
    }
    return script;
  }

  private static String line(Script script) {
    return "{\"actor\":\"s\",\"method\":\"run\",\"args\":" + script.args() + "}\n";
  }

  private void commit(String lines) throws Exception {
    Ledger.Committed unused = Fixture.commit(ledger, lines);
  }

  private BatchExecution open(ExecutionOptions options) {
    return BatchExecution.open(options, new ModuleStore(store), BOTH);
  }

  private List<Receipt> receipts(long height) throws Exception {
    return new Journal(store, "l").require(height).receipts();
  }

  @Test
  void pricesAndLimitsAreThoseOfEachHeight() throws Exception {
    List<Receipt> before = receipts(MOVED_AT - 1);
    List<Receipt> after = receipts(MOVED_AT);
    assertEquals(Status.SUCCESS, before.get(1).status());
    assertEquals(3, before.get(1).events().size());
    assertEquals(
        FailureCode.TOO_MANY_EVENTS, after.get(1).failure().orElseThrow().code());
    assertEquals(Status.SUCCESS, after.get(2).status());
    assertTrue(after.get(0).fuelUsed() > 2 * before.get(0).fuelUsed(), "instructions are dearer");
    assertTrue(after.get(2).fuelUsed() > before.get(2).fuelUsed() + EVENTS * 12_000);
  }

  @Test
  void itIsReplayedAcrossTheCrossingInEveryWay() throws Exception {
    for (Engine engine : Engine.values()) {
      for (Scheduler scheduler : Scheduler.values()) {
        try (BatchExecution other = open(new ExecutionOptions(scheduler, 2, engine))) {
          for (long from : new long[] {1, 3, MOVED_AT, NEWEST}) {
            assertInstanceOf(
                Verification.Verified.class,
                new ReplayVerifier("l", store, other, Expectations.NONE)
                    .verify(from, NEWEST, height -> {}));
          }
        }
      }
    }
  }

  @Test
  void checkpointsOfBothSidesLeadOn() throws Exception {
    List<Long> heights = new ArrayList<>(new Checkpoints(store, "l").heights());
    assertEquals(List.of(1L, MOVED_AT + 1), heights);
    assertEquals(ledger.head().hash(), Ledger.open("l", store, execution).head().hash());
    String prefix =
        "ledgers/l/checkpoints/" + String.format(java.util.Locale.ROOT, "%020d", MOVED_AT + 1);
    try (var blobs = store.list(prefix)) {
      blobs.toList().forEach(blob -> store.delete(blob.key()));
    }
    Ledger fromBefore = Ledger.open("l", store, execution);
    assertEquals(ledger.head().hash(), fromBefore.head().hash());
    assertEquals(
        FailureCode.TOO_MANY_EVENTS,
        Fixture.commit(fromBefore, line(emits(3)))
            .outcome()
            .receipts()
            .get(0)
            .failure()
            .orElseThrow()
            .code());
  }

  @Test
  void queriesRunByTheRulesOfTheirHeight() throws Exception {
    Transaction get = new Transaction("c", "get", ByteString.EMPTY, "", 1_000_000);
    Checkpoints checkpoints = new Checkpoints(store, "l");
    LedgerHead before = checkpoints.headAt(MOVED_AT - 1);
    LedgerHead after = checkpoints.headAt(MOVED_AT);
    Receipt old = Query.ask(execution, before, get);
    Receipt fresh = Query.ask(execution, after, get);
    assertEquals(Status.SUCCESS, old.status());
    assertEquals(Status.SUCCESS, fresh.status());
    assertNotEquals(old.fuelUsed(), fresh.fuelUsed());
    assertTrue(fresh.fuelUsed() > old.fuelUsed());
  }

  @Test
  void bundlesOfBothSidesAreVerified() throws Exception {
    for (long from : new long[] {1, MOVED_AT, MOVED_AT + 1}) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BundleExport.write(store, "l", from, NEWEST, bytes);
      Verification found = Bundle.open(BlobSource.of(bytes.toByteArray()), 1 << 28)
          .verify(
              within ->
                  BatchExecution.open(ExecutionOptions.simplest(), new ModuleStore(within), BOTH),
              Expectations.NONE,
              height -> {});
      assertInstanceOf(Verification.Verified.class, found, found.toString());
    }
  }
}
