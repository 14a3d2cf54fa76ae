package dev.wastm.ledger.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.ExecutionOptions.Scheduler;
import dev.wastm.ledger.execution.trace.StateAccess;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.state.State;
import dev.wastm.wasm.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Actors that call actors, add and scan: what is seen, what is undone, and that every executor agrees. {@code relay.wat} says what the actors do. */
@Tag("integration")
class GuestHostTest {
  private static final long FUEL = 10_000_000;
  private static final byte[] RELAY = read("relay.wasm");
  private static final String TRAP =
      "The guest executed an unreachable instruction. In function 19, offset 862.";

  private static byte[] read(String name) {
    try (InputStream in = Objects.requireNonNull(GuestHostTest.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Transaction call(String actor, String method, String args) {
    return new Transaction(actor, method, ByteString.copyFromUtf8(args), "alice", FUEL);
  }

  private static Transaction deploy(String actor) {
    return call(
        "system",
        "deploy",
        "{\"actor\":\"" + actor + "\",\"module\":\"" + Sha256.of(RELAY).hex() + "\"}");
  }

  /** The arguments of a relay. */
  private static String to(String actor, String method, String args) {
    return (char) actor.length() + actor + (char) method.length() + method + args;
  }

  /** The last receipts, one a transaction, of a batch that deploys the actors a and b first. */
  private static List<Receipt> execute(Transaction... transactions) {
    List<Transaction> all = new ArrayList<>(List.of(deploy("a"), deploy("b")));
    all.addAll(List.of(transactions));
    List<Receipt.Sealed> expected = List.of();
    List<Receipt> receipts = List.of();
    for (Engine engine : Engine.values()) {
      for (Scheduler scheduler : Scheduler.values()) {
        BatchOutcome executed = execute(new ExecutionOptions(scheduler, 2, engine), all);
        if (!expected.isEmpty()) {
          assertEquals(expected, executed.sealedReceipts());
        }
        expected = executed.sealedReceipts();
        receipts = executed.receipts();
      }
    }
    return receipts.subList(2, receipts.size());
  }

  private static BatchOutcome execute(ExecutionOptions options, List<Transaction> transactions) {
    return trace(options, transactions).outcome();
  }

  private static BatchExecution.Traced trace(
      ExecutionOptions options, List<Transaction> transactions) {
    Batch batch = Fixture.batch(
        "l",
        1,
        java.util.Optional.empty(),
        transactions.stream().map(Transaction::seal).toList());
    try (BlobStore store = BlobStores.open("memory:")) {
      ModuleStore modules = new ModuleStore(store);
      modules.publish(RELAY, ModuleRef.parseTag("relay@1"));
      try (BatchExecution execution = BatchExecution.open(options, modules)) {
        return execution.trace(State.EMPTY, batch);
      }
    } catch (Exception e) {
      throw new AssertionError("The batch could not be executed: " + e, e);
    }
  }

  private static String output(Receipt receipt) {
    assertEquals(Status.SUCCESS, receipt.status(), Fixture.error(receipt));
    return receipt.output().toStringUtf8();
  }

  @Test
  void aCalleesWritesAndEventsAreTheTransactions() {
    List<Receipt> receipts = execute(
        call("a", "relay", to("b", "put", "x")), call("b", "get", ""), call("a", "get", ""));
    assertEquals("ok:x", output(receipts.get(0)));
    assertEquals(1, receipts.get(0).events().size());
    assertEquals("x", output(receipts.get(1)));
    assertEquals("relayed", output(receipts.get(2)));
  }

  @Test
  void aFailedCallIsUndoneAndItsCallerGoesOn() {
    List<Receipt> receipts = execute(
        call("b", "put", "before"),
        call("a", "relay", to("b", "fail", "y")),
        call("b", "get", ""),
        call("a", "get", ""),
        call("a", "relay", to("b", "trap", "z")),
        call("b", "get", ""));
    assertEquals("no:no", output(receipts.get(1)));
    assertEquals(List.of(), receipts.get(1).events());
    assertEquals("before", output(receipts.get(2)));
    assertEquals("relayed", output(receipts.get(3)));
    assertEquals("no:UNREACHABLE", output(receipts.get(4)));
    assertEquals("before", output(receipts.get(5)));
    assertTrue(
        receipts.get(4).fuelUsed() > FUEL * 9 / 10, "a trap consumes all of the callee's fuel");
  }

  @Test
  void aFailureUndoesWhatItsCalleesDid() {
    List<Receipt> receipts = execute(
        call("a", "relay", to("b", "relay", to("a", "fail", "x"))),
        call("a", "get", ""),
        call("b", "get", ""));
    assertEquals("ok:no:no", output(receipts.get(0)));
    assertEquals("relayed", output(receipts.get(1)), "what a's second call wrote is undone");
    assertEquals("relayed", output(receipts.get(2)));
  }

  /** Whoever is called again sees all writes so far, from a fresh instance. */
  @Test
  void callsMayComeBack() {
    List<Receipt> receipts = execute(
        call("a", "relay", to("a", "get", "")),
        call("a", "relay", to("b", "relay", to("a", "put", "deep"))),
        call("a", "get", ""));
    assertEquals("ok:relayed", output(receipts.get(0)));
    assertEquals("ok:ok:deep", output(receipts.get(1)));
    assertEquals("deep", output(receipts.get(2)));
  }

  @Test
  void theCallerIsTheActorAndTheSenderStays() {
    List<Receipt> receipts = execute(
        call("a", "caller", ""),
        call("a", "relay", to("b", "caller", "")),
        call("a", "relay", to("b", "relay", to("a", "caller", ""))));
    assertEquals("alice/alice", output(receipts.get(0)));
    assertEquals("ok:a/alice", output(receipts.get(1)));
    assertEquals("ok:ok:b/alice", output(receipts.get(2)));
  }

  @Test
  void actorsThatCannotBeCalledAreAnAnswer() {
    List<Receipt> receipts = execute(
        call("a", "relay", to("ghost", "get", "")),
        call("a", "relay", to("system", "deploy", "{}")),
        call("a", "relay", to("", "get", "")));
    assertEquals("no:NO_SUCH_ACTOR", output(receipts.get(0)));
    assertEquals("no:SYSTEM_ACTOR", output(receipts.get(1)));
    assertEquals("no:NO_SUCH_ACTOR", output(receipts.get(2)));
  }

  /** Additions of failed calls are undone with the rest; those of a whole batch add up, whoever is first. */
  @Test
  void additionsAddUp() {
    List<Transaction> transactions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      transactions.add(call("a", "add", "\u0003"));
      transactions.add(call("b", "relay", to("a", "add", "\u0001")));
    }
    transactions.add(call("a", "number", ""));
    transactions.add(call("a", "add", "\u0001"));
    transactions.add(call("a", "number", ""));
    List<Receipt> receipts = execute(transactions.toArray(Transaction[]::new));
    assertEquals("\u00a0" + "\0".repeat(7), latin(receipts.get(80)));
    assertEquals("\u00a1" + "\0".repeat(7), latin(receipts.get(82)));
  }

  private static String latin(Receipt receipt) {
    assertEquals(Status.SUCCESS, receipt.status(), Fixture.error(receipt));
    return receipt.output().toString(StandardCharsets.ISO_8859_1);
  }

  private static String entry(String key) {
    String length = (char) key.length() + "\0\0\0";
    return length + key + length + key;
  }

  /** Scans see one actor's keys, in order, as the transactions before left them. */
  /** What a scan comes to is a part of what a transaction asked, entry by entry. */
  @Test
  void scansAreTracedEntryByEntry() {
    List<String> traced = trace(
            ExecutionOptions.simplest(),
            List.of(
                deploy("a"),
                call("a", "write", "x1"),
                call("a", "write", "x2"),
                call("a", "scan", "x")))
        .accesses()
        .get(3)
        .stream()
        .map(StateAccess::describe)
        .skip(2)
        .toList();
    assertEquals(
        List.of(
            "scan_open(a/x) = the entries from there",
            "scan_next(a/x) = a/x1: 0x7831",
            "scan_next(a/x) = a/x2: 0x7832",
            "scan_next(a/x) = the end"),
        traced);
  }

  @Test
  void scansSeeOneActorsKeys() {
    List<Receipt> receipts = execute(
        call("a", "write", "x2"),
        call("a", "write", "x10"),
        call("b", "write", "x3"),
        call("a", "write", "y"),
        call("a", "scan", "x"),
        call("a", "scan", ""),
        call("a", "delete", "x10"),
        call("a", "relay", to("a", "scan", "x")),
        call("b", "scan", "x"),
        call("b", "scan", "nothing"));
    assertEquals(entry("x10") + entry("x2"), latin(receipts.get(4)));
    assertEquals(entry("x10") + entry("x2") + entry("y"), latin(receipts.get(5)));
    assertEquals("ok:" + entry("x2"), latin(receipts.get(7)));
    assertEquals(entry("x3"), latin(receipts.get(8)));
    assertEquals("", latin(receipts.get(9)));
  }

  /** On every engine: the receipt says where in the module's file the actor trapped; the caller of the actor reads why. */
  @Test
  void aTrapsReceiptNamesThePlace() {
    List<Receipt> receipts = execute(call("a", "trap", "x"), call("a", "relay", to("b", "t", "x")));
    assertEquals(Status.TRAPPED, receipts.get(0).status());
    assertEquals(TRAP, Fixture.error(receipts.get(0)));
    assertEquals("no:UNREACHABLE", receipts.get(1).output().toStringUtf8());
  }
}
