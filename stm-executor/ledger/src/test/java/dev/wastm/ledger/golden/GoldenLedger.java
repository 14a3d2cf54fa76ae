package dev.wastm.ledger.golden;

import static dev.wastm.ledger.golden.Script.*;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.bundle.BundleExport;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.submission.TransactionsFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The history that protocol epoch 1 is known by: it uses everything that there is, and ends in every way that it can. */
final class GoldenLedger {
  private static final Path EXAMPLES = Path.of("../../assemblyscript-examples/examples");

  /** The key of RFC 8032, section 7.1, test 1: everybody has it. */
  static final SigningKey KEY = SigningKey.decode(
      ("{\"format\":\"wastm key 1\",\"name\":\"ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a\","
              + "\"secret\":\"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\"}")
          .getBytes(StandardCharsets.US_ASCII));

  private static final long FUEL = 20_000_000;

  private GoldenLedger() {}

  /** The bundle of a ledger that is made anew. */
  static byte[] record(String name, List<String> batches, ExecutionOptions options)
      throws Exception {
    try (BlobStore store = BlobStores.open("memory:")) {
      ModuleStore modules = new ModuleStore(store);
      for (String example : List.of("counter", "transfer")) {
        modules.publish(
            Files.readAllBytes(EXAMPLES.resolve(example + "/" + example + ".wasm")),
            ModuleRef.parseTag(example + "@1"));
      }
      modules.publish(resource("script.wasm"), ModuleRef.parseTag("script@1"));
      modules.publish(other("hostile.wasm"), ModuleRef.parseTag("hostile@1"));
      try (BatchExecution execution = BatchExecution.open(options, modules)) {
        Ledger ledger = Fixture.open(name, store, execution);
        for (String lines : batches) {
          commit(ledger, lines);
        }
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        BundleExport.write(store, name, 1, batches.size(), bundle);
        return bundle.toByteArray();
      }
    }
  }

  private static void commit(Ledger ledger, String lines) throws Exception {
    long height = ledger.head().height() + 1;
    Ledger.Slot slot = new Ledger.Slot(
        height,
        ledger.head().hash(),
        height * 1_000,
        Sha256.of(("golden " + height).getBytes(StandardCharsets.US_ASCII)));
    byte[] text = lines.getBytes(StandardCharsets.UTF_8);
    Ledger.Committed unused = ledger.commit(ledger.seal(
        "golden",
        TransactionsFile.parse("golden", new ByteArrayInputStream(text), ledger.protocol()),
        slot));
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(GoldenLedger.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }

  private static byte[] other(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(
        GoldenLedger.class.getResourceAsStream("/dev/wastm/ledger/execution/" + name), name)) {
      return in.readAllBytes();
    }
  }

  private static String line(String actor, String method, String args, String sender, long fuel) {
    return "{\"actor\":\"" + actor + "\",\"method\":\"" + method + "\""
        + (args.isEmpty() ? "" : ",\"args\":" + args) + ",\"sender\":\"" + sender
        + "\",\"fuel\":" + fuel + "}\n";
  }

  private static String deploy(String actor, String module, String init) {
    return line(
        "system",
        "deploy",
        "{\"actor\":\"" + actor + "\",\"module\":\"" + module + "\""
            + (init.isEmpty() ? "" : ",\"init\":" + init) + "}",
        "alice",
        FUEL);
  }

  private static String upgrade(String actor, String module, String sender) {
    String args = "{\"actor\":\"" + actor + "\",\"module\":\"" + module + "\"}";
    return line("system", "upgrade", args, sender, FUEL);
  }

  private static String run(String actor, String args) {
    return line(actor, "run", args, "alice", FUEL);
  }

  private static String run(Script script) {
    return run("s", script.args());
  }

  private static String signed(String ledger, String line, long nonce) throws Exception {
    Transaction given = TransactionsFile.parseOne(line, Protocol.epoch1());
    Transaction sent = new Transaction(
        given.actor(), given.method(), given.args(), KEY.verification().name(), given.fuelLimit());
    ByteString signature =
        ByteString.copyFrom(KEY.sign(sent.signedBytes(Fixture.genesis(ledger).hash(), nonce)));
    return TransactionsFile.line(sent.with(new Transaction.Authorization(nonce, signature))) + "\n";
  }

  /** A ledger that anybody may use. */
  static List<String> open() throws Exception {
    return List.of(
        deployments(), honest(), calls(), traps(), limits(), senders("golden"), afterwards());
  }

  private static String deployments() {
    return deploy("c", "counter@1", "{\"start\":5}")
        + deploy("t", "transfer@1", "")
        + deploy("s", "script@1", "")
        + deploy("s2", "script@1", new Script().write("by", "init").args())
        + deploy("h", "hostile@1", "")
        + deploy("c", "counter@1", "{}")
        + deploy("never", "script@1", new Script().step(UNREACHABLE).args())
        + line("never", "run", "", "bob", FUEL)
        + upgrade("never", "counter@1", "alice")
        + upgrade("c", "counter@1", "bob")
        + upgrade("s2", "script@1", "alice")
        + line("system", "requireSignatures", "", "alice", FUEL)
        + line("system", "moveToEpoch", "{\"epoch\":1}", "alice", FUEL);
  }

  private static String honest() {
    String payments = IntStream.range(0, 40)
        .mapToObj(i -> line(
            "t",
            "transfer",
            "{\"to\":\"bob-" + i % 7 + "\",\"amount\":" + (1 + i % 3) + "}",
            "alice-" + i % 5,
            FUEL))
        .collect(Collectors.joining());
    String counts = IntStream.range(0, 20)
        .mapToObj(i -> line("c", "increment", "{\"by\":" + i + "}", "bob", FUEL))
        .collect(Collectors.joining());
    Script state = new Script()
        .write("a1", "one")
        .write("a2", "two")
        .write("a3", "three")
        .with(ADD, "n", 7)
        .with(ADD, "n", -2)
        .with(DELETE, "a2")
        .with(READ, "a1", ROOM, 16)
        .with(EXISTS, "a2")
        .with(READ, "absent", ROOM, 16)
        .with(SCAN_OPEN, "a")
        .step(SCAN_NEXT, 0, ROOM, 0)
        .step(SCAN_NEXT, 0, ROOM, 64)
        .step(SCAN_NEXT, 0, ROOM, 64)
        .step(SCAN_NEXT, 0, ROOM, 64)
        .step(SCAN_CLOSE, 0)
        .with(READ, "n", ROOM, 8);
    Script context = new Script()
        .step(ACTOR, ROOM, 32)
        .step(SENDER, ROOM, 32)
        .step(CALLER, ROOM, 32)
        .step(HEIGHT)
        .step(TIME)
        .step(INDEX)
        .step(RANDOM, ROOM, 40)
        .step(RANDOM, ROOM + 40, 40)
        .step(FUEL_LEFT)
        .with(SHA256, "hashed", ROOM + 80);
    Script told = new Script().with(LOG, "x").step(LOG, 1, ROOM, 8);
    told.with(EMIT, "topic", told.data("{\"a\":[1]}"), 9).with(EMIT, "\377", told.data("bytes"), 5);
    return payments
        + counts
        + run("s", state.args(ROOM, 8))
        + run("s", context.args(ROOM, 112))
        + run(told)
        + run(new Script().step(GROW, 3).step(GROW, 100).step(STORE, 300_000, 7))
        + line("c", "get", "", "", FUEL);
  }

  private static String calls() {
    return run(new Script().call("s2", "run", new Script().write("k", "called").args()))
        + run(new Script()
            .call(
                "s2", "run", new Script().write("k", "undone").step(UNREACHABLE).args())
            .step(CALL_OUTPUT, ROOM, 64)
            .call("s2", "run", new Script().with(REVERT, "no").args())
            .step(CALL_OUTPUT, ROOM, 64)
            .call("nobody", "run", "")
            .step(CALL_OUTPUT, ROOM, 64)
            .call("system", "deploy", "")
            .step(CALL_OUTPUT, ROOM, 64)
            .call("c", "increment", "{\"by\":3}")
            .step(CALL_OUTPUT, ROOM, 64))
        // Each call of itself takes a 64th less fuel, until they are nested too deeply.
        + line("h", "nest", "", "alice", 200_000_000);
  }

  private static String traps() {
    Script aborting = new Script();
    long message = aborting.data("\4\0\0\0n\0o\0") + 4;
    long file = aborting.data("\6\0\0\0a\0.\0t\0") + 4;
    return run(new Script().step(UNREACHABLE))
        + run(new Script().step(DIVIDE, 1, 0))
        + run(new Script().step(OVERFLOW, 0, 0xffff_ffffL))
        + run(new Script().step(CONVERT))
        + run(new Script().step(LOAD, 0xffff_fff0L))
        + run(new Script().step(INDIRECT, 0))
        + run(new Script().step(INDIRECT, 1))
        + run(new Script().step(DOWN, 1_000))
        + run(new Script().step(DOWN, 100_000))
        + run(new Script().step(LOOP))
        + run(aborting.step(ABORT, message, file, 12, 3))
        + run(new Script().write("lost", "x").with(REVERT, "because of \377"))
        + line("c", "increment", "{\"by\":-1}", "bob", FUEL)
        + line("c", "nothing", "", "bob", FUEL)
        + line("c", "get", "", "bob", 3_000)
        + line("c", "get", "", "bob", 6_000)
        + run("s", "{\"not\":\"a script\"}");
  }

  private static String limits() {
    Script scans = new Script();
    for (int i = 0; i < 257; i++) {
      scans.with(SCAN_OPEN, "a").step(SCAN_CLOSE, i);
    }
    Script open = new Script();
    for (int i = 0; i < 33; i++) {
      open.with(SCAN_OPEN, "a");
    }
    Script calls = new Script();
    for (int i = 0; i < 1_025; i++) {
      calls.call("x", "m", "");
    }
    return run(new Script().step(READ, ROOM, 0, ROOM, 0))
        + run(new Script().step(READ, ROOM, 257, ROOM, 0))
        + run(new Script().step(WRITE, ROOM, 1, ROOM, 65_537))
        + run(new Script().step(SCAN_OPEN, ROOM, 257))
        + run(new Script().step(RANDOM, ROOM, 1_025))
        + run(new Script().step(EMIT, ROOM, 257, ROOM, 0))
        + run(new Script().step(EMIT, ROOM, 1, ROOM, 16_385))
        + run(new Script().step(CALL, ROOM, 129, ROOM, 1, ROOM, 0))
        + run(new Script().step(CALL, ROOM, 1, ROOM, 257, ROOM, 0))
        + run(new Script().step(CALL, ROOM, 1, ROOM, 1, ROOM, 65_537))
        + run("s", new Script().args(ROOM, 65_537))
        + run(new Script().step(SCAN_NEXT, 7, ROOM, 0))
        + run(scans)
        + run(open)
        + run(calls)
        + line("h", "emit", "", "alice", FUEL)
        + line("h", "descend", "", "alice", FUEL)
        + line("h", "write", "", "alice", 100_000_000)
        + run(manyWrites());
  }

  /** More writes than a transaction may have, of one key, by as many calls of itself as are needed: a script has room for some hundreds. */
  private static Script manyWrites() {
    Script some = new Script();
    for (int i = 0; i < 500; i++) {
      some.step(WRITE, ROOM, 1, ROOM, 1);
    }
    String args = some.args();
    Script all = new Script();
    long actor = all.data("s2");
    long method = all.data("run");
    long script = all.data(args);
    for (int i = 0; i < 9; i++) {
      all.step(CALL, actor, 2, method, 3, script, args.length());
    }
    return all.step(WRITE, ROOM, 1, ROOM, 1);
  }

  private static String senders(String ledger) throws Exception {
    String increment = line("c", "increment", "{\"by\":1}", "", FUEL);
    String good = signed(ledger, increment, 1);
    Script verifying = new Script();
    long key = verifying.data(new String(
        java.util.HexFormat.of().parseHex(KEY.verification().name().substring(8)),
        StandardCharsets.ISO_8859_1));
    long signature = verifying.data(new String(
        KEY.sign("message".getBytes(StandardCharsets.US_ASCII)), StandardCharsets.ISO_8859_1));
    long signed = verifying.data("message");
    return good
        + good
        + signed(ledger, increment, 3)
        + signed("another", increment, 2)
        + signed(ledger, line("c", "increment", "{\"by\":-1}", "", FUEL), 2)
        + signed(ledger, line("c", "increment", "{\"by\":1}", "", 100_000), 3)
        + line("c", "increment", "{\"by\":1}", KEY.verification().name(), FUEL)
        + run(verifying
            .step(VERIFY, key, signed, 7, signature)
            .step(VERIFY, key, signed, 6, signature));
  }

  private static String afterwards() {
    return upgrade("c", "script@1", "alice")
        + run("c", new Script().with(READ, "count", ROOM, 8).args(ROOM, 8))
        + run("s", new Script().with(SCAN_OPEN, "").step(SCAN_NEXT, 0, ROOM, 64).args(ROOM, 16))
        + String.format(Locale.ROOT, "%s", line("c", "run", "", "bob", FUEL));
  }

  /** A ledger whose founder demanded signatures. */
  static List<String> signed() throws Exception {
    String digest =
        Sha256.of(Files.readAllBytes(EXAMPLES.resolve("counter/counter.wasm"))).hex();
    return List.of(
        signed("golden-signed", line("system", "requireSignatures", "", "", FUEL), 1)
            + signed("golden-signed", deploy("c", digest, "{}"), 2)
            + line("c", "get", "", "bob", FUEL),
        signed("golden-signed", line("c", "increment", "{\"by\":2}", "", FUEL), 3));
  }
}
