package dev.wastm.cli.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a new key to signed transactions in a ledger that demands them, and a signed header. */
@Tag("integration")
class KeyCommandTest {
  private static final String DEMAND = "{\"actor\":\"system\",\"method\":\"requireSignatures\"}\n";

  @TempDir
  private Path folder;

  private Cli cli;
  private Path key;
  private String name;

  @BeforeEach
  void generate() throws Exception {
    cli = new Cli(folder);
    key = folder.resolve("key.json");
    Cli.Ran made = Cli.run("key", "generate", "--out", key.toString(), "--json");
    assertEquals(0, made.exitCode(), made.err());
    name = made.json().get("key").asText();
  }

  private String sign(String lines, String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of(
        "key", "sign", cli.file(lines).toString(), "--key", key.toString(), "--ledger", "l"));
    all.addAll(List.of(more));
    Cli.Ran ran = cli.onStore(all.toArray(String[]::new));
    assertEquals(0, ran.exitCode(), ran.err());
    return ran.out();
  }

  @Test
  void aKeyIsItsOwnersAlone() throws Exception {
    assertTrue(name.matches("ed25519:[0-9a-f]{64}"), name);
    if (Files.getFileStore(key).supportsFileAttributeView("posix")) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    }
    String before = Files.readString(key);
    Cli.Ran again = Cli.run("key", "generate", "--out", key.toString());
    assertEquals(2, again.exitCode());
    assertTrue(again.err().contains("exists already, and is never overwritten"), again.err());
    assertEquals(before, Files.readString(key));
  }

  @Test
  void aKeyThatOthersCanReadIsNotUsed() throws Exception {
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    Cli.Ran refused = cli.onStore(
        "exec", cli.file(Cli.DEPLOY).toString(), "--ledger", "l", "--key", key.toString());
    assertEquals(2, refused.exitCode());
    assertTrue(
        refused
            .err()
            .startsWith("wastm: --key: the key in " + key
                + " is not used, because others may read it (its mode is 0644). Who else could"
                + " read it may sign as you: make a new one (wastm key generate)"),
        refused.err());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), key);
    Cli.Ran linked = cli.onStore(
        "exec", cli.file(Cli.DEPLOY).toString(), "--ledger", "l", "--key", link.toString());
    assertTrue(linked.err().contains("because it is a link"), linked.err());
  }

  /** A link that another planted where a key or a result is going to be written leads nowhere. */
  @Test
  void nothingIsWrittenThroughALink() throws Exception {
    cli.exec(Cli.DEPLOY + Cli.INCREMENT);
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Path link = Files.createSymbolicLink(folder.resolve("planted"), victim);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("new"));
    for (Path out : List.of(link, dangling, victim)) {
      for (Cli.Ran ran : List.of(
          Cli.run("key", "generate", "--out", out.toString()),
          cli.onStore("ledger", "export", "--ledger", "l", "--out", out.toString()),
          cli.onStore(
              "ledger",
              "receipt",
              "--height",
              "1",
              "--index",
              "1",
              "--ledger",
              "l",
              "--out",
              out.toString()),
          cli.onStore(
              "ledger",
              "proof",
              "--actor",
              "c",
              "--key",
              "count",
              "--ledger",
              "l",
              "--out",
              out.toString()),
          Cli.run("bench", "simulate", "--plot", out.toString()))) {
        assertEquals(2, ran.exitCode(), ran.err());
        assertTrue(ran.err().contains("exists already, and is never overwritten"), ran.err());
      }
    }
    assertEquals("precious", Files.readString(victim));
    assertTrue(Files.notExists(folder.resolve("new")));
  }

  @Test
  void signedTransactionsAreExecutedOnce() throws Exception {
    Cli.Ran unmade = cli.onStore(
        "key", "sign", cli.file(Cli.DEPLOY).toString(), "--key", key.toString(), "--ledger", "l");
    assertEquals(1, unmade.exitCode());
    assertTrue(unmade.err().contains("make it (wastm ledger create)"), unmade.err());
    cli.onStore("ledger", "create", "--ledger", "l");
    String first = sign(Cli.DEPLOY + Cli.INCREMENT);
    assertEquals(3, cli.exec(DEMAND + first).get("succeeded").asInt());
    assertEquals(0, cli.exec(first).get("succeeded").asInt());
    assertEquals(0, cli.exec(Cli.INCREMENT).get("succeeded").asInt());
    String second = sign(Cli.INCREMENT);
    assertTrue(second.contains("\"nonce\":3"), second);
    assertEquals(1, cli.exec(second).get("succeeded").asInt());
    assertEquals(
        0, cli.exec(sign(Cli.INCREMENT, "--nonce", "9")).get("succeeded").asInt());
  }

  @Test
  void aHeaderIsSigned() throws Exception {
    Cli.Ran ran = cli.onStore(
        "exec", cli.file(Cli.DEPLOY).toString(), "--ledger", "l", "--key", key.toString());
    assertEquals(0, ran.exitCode(), ran.err());
    assertEquals(
        "[\"" + name + "\"]",
        cli.onStore("ledger", "status", "--ledger", "l", "--json")
            .json()
            .get("signers")
            .toString());
    cli.exec(Cli.INCREMENT);
    assertEquals(
        "[]",
        cli.onStore("ledger", "status", "--ledger", "l", "--json")
            .json()
            .get("signers")
            .toString());
  }

  @Test
  void verificationDemandsTheSignatureOfEachHeader() throws Exception {
    cli.onStore("exec", cli.file(Cli.DEPLOY).toString(), "--ledger", "l", "--key", key.toString());
    Cli.Ran signed = cli.onStore("ledger", "verify", "--ledger", "l", "--signed-by", name);
    assertEquals(0, signed.exitCode(), signed.out());
    cli.exec(Cli.INCREMENT);
    Cli.Ran unsigned = cli.onStore("ledger", "verify", "--ledger", "l", "--signed-by", name);
    assertEquals(1, unsigned.exitCode());
    assertEquals(
        "NOT verified: Not signed: the header of height 2 has no signature of " + name + ".\n",
        unsigned.out());
    Path bundle = folder.resolve("l.wastm");
    cli.onStore("ledger", "export", "--ledger", "l", "--out", bundle.toString());
    Cli.Ran exported = Cli.run("verify", bundle.toString(), "--signed-by", name, "--json");
    assertEquals(1, exported.exitCode());
    assertEquals(2, exported.json().get("height").asInt());
    assertEquals(name, exported.json().get("unsignedBy").asText());
    Cli.Ran wrong = Cli.run("verify", bundle.toString(), "--signed-by", key.toString());
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.err().contains("is not a key's name"), wrong.err());
  }

  @Test
  void whatIsNoKeyIsSaid() throws Exception {
    Cli.Ran ran = cli.onStore(
        "exec",
        cli.file(Cli.DEPLOY).toString(),
        "--ledger",
        "l",
        "--key",
        cli.file("{}").toString());
    assertEquals(2, ran.exitCode());
    assertTrue(ran.err().contains("It is not a key file"), ran.err());
    Cli.Ran none = cli.onStore("key", "sign", cli.file(Cli.DEPLOY).toString(), "--ledger", "l");
    assertEquals(2, none.exitCode());
  }

  /** Nonces are whole numbers from 1, end, and do not begin anew. */
  @Test
  void noncesThatThereAreNotAreRefused() throws Exception {
    String genesis = "00".repeat(32);
    for (String nonce : List.of("-5", "0", "-9223372036854775808", "9223372036854775808", "x")) {
      Cli.Ran ran = signed(cli.file(Cli.INCREMENT), nonce, genesis);
      assertEquals(2, ran.exitCode(), ran.err());
      assertTrue(ran.err().contains("--nonce"), ran.err());
      assertEquals("", ran.out());
    }
    Cli.Ran last = signed(cli.file(Cli.INCREMENT), "9223372036854775807", genesis);
    assertEquals(0, last.exitCode(), last.err());
    Cli.Ran over = signed(cli.file(Cli.INCREMENT.repeat(2)), "9223372036854775807", genesis);
    assertEquals(1, over.exitCode());
    assertTrue(
        over.err()
            .contains(
                ":2: A nonce is a whole number from 1 to 9223372036854775807, and not 9223372036854775808."),
        over.err());
    assertEquals("", over.out());
  }

  private Cli.Ran signed(Path file, String nonce, String genesis) {
    return cli.onStore(
        "key",
        "sign",
        file.toString(),
        "--key",
        key.toString(),
        "--ledger",
        "l",
        "--nonce",
        nonce,
        "--genesis",
        genesis);
  }

  /** A ledger that is named by its genesis: signed for from afar, signed for by who is admitted, verified by who knows it. */
  @Test
  void aLedgerIsKnownByItsGenesis() throws Exception {
    String[] options = {
      "ledger",
      "create",
      "--ledger",
      "l",
      "--created-ms",
      "7",
      "--id",
      "ab".repeat(32),
      "--store-id",
      "cd".repeat(16),
      "--json"
    };
    Cli.Ran made = cli.onStore(options);
    assertEquals(0, made.exitCode(), made.err());
    String genesis = made.json().get("genesis").asText();
    assertEquals(genesis, cli.onStore(options).json().get("genesis").asText());
    Cli.Ran taken = cli.onStore("ledger", "create", "--ledger", "l");
    assertEquals(1, taken.exitCode());
    assertTrue(taken.err().contains("already, with the genesis " + genesis), taken.err());
    Cli.Ran empty = cli.onStore("ledger", "status", "--ledger", "l", "--json");
    assertEquals(genesis, empty.json().get("genesis").asText());
    assertEquals(0, empty.json().get("height").asInt());
    Cli.Ran verified = cli.onStore("ledger", "verify", "--ledger", "l");
    assertTrue(verified.err().contains("has no batch yet"), verified.err());

    String signed = sign(Cli.DEPLOY, "--genesis", genesis);
    assertEquals(signed, sign(Cli.DEPLOY));
    Cli.Ran other = cli.onStore(
        "key",
        "sign",
        cli.file(Cli.DEPLOY).toString(),
        "--key",
        key.toString(),
        "--ledger",
        "l",
        "--genesis",
        "00".repeat(32));
    assertEquals(1, other.exitCode());
    assertTrue(other.err().contains("it is another ledger"), other.err());

    String[] exec = {
      "exec", cli.file(signed).toString(), "--ledger", "l", "--key", key.toString(), "--json"
    };
    Cli.Ran refused = cli.onStore(exec);
    assertEquals(1, refused.exitCode());
    assertTrue(
        refused.err().contains("wastm ledger sign --ledger l --key FILE --genesis " + genesis),
        refused.err());
    assertEquals(
        1,
        cli.onStore(
                "ledger",
                "sign",
                "--ledger",
                "l",
                "--key",
                key.toString(),
                "--genesis",
                "00".repeat(32))
            .exitCode());
    Cli.Ran admitted = cli.onStore(
        "ledger", "sign", "--ledger", "l", "--key", key.toString(), "--genesis", genesis, "--json");
    assertEquals(name, admitted.json().get("signedBy").asText());
    Cli.Ran executed = cli.onStore(exec);
    assertEquals(0, executed.exitCode(), executed.err());
    String header = executed.lastJson().get("batch").get("headerHash").asText();

    Cli.Ran right = cli.onStore(
        "ledger",
        "verify",
        "--ledger",
        "l",
        "--genesis",
        genesis,
        "--header",
        header,
        "--signed-by",
        name,
        "--json");
    assertEquals(0, right.exitCode(), right.out());
    assertEquals(genesis, right.json().get("genesis").asText());
    assertEquals(header, right.json().get("headerHash").asText());
    Cli.Ran wrong = cli.onStore("ledger", "verify", "--ledger", "l", "--header", genesis);
    assertEquals(1, wrong.exitCode());
    assertTrue(wrong.out().contains("it is another history, or not all of it"), wrong.out());
  }

  /** What lies where a signature belongs does not silence the key, and is told of. */
  @Test
  void aPlantedSignatureIsNamedAndReplaced() throws Exception {
    Cli.Ran first = cli.onStore(
        "exec", cli.file(Cli.DEPLOY).toString(), "--ledger", "l", "--key", key.toString());
    assertEquals(0, first.exitCode(), first.err());
    Path planted = cli.store()
        .resolve("ledgers/l/signatures/00000000000000000002/" + name.substring(8) + ".sig");
    Files.createDirectories(planted.getParent());
    Files.write(planted, new byte[64]);
    Files.write(planted.resolveSibling("stray.sig"), new byte[3]);
    Cli.Ran second = cli.onStore(
        "exec", cli.file(Cli.INCREMENT).toString(), "--ledger", "l", "--key", key.toString());
    assertEquals(0, second.exitCode(), second.err());
    assertTrue(second.err().contains("was no signature of " + name), second.err());
    Cli.Ran verified = cli.onStore("ledger", "verify", "--ledger", "l", "--signed-by", name);
    assertEquals(0, verified.exitCode(), verified.out());
    String faults = cli.onStore("ledger", "status", "--ledger", "l", "--json")
        .json()
        .get("faultySignatures")
        .toString();
    assertTrue(
        faults.contains("00000000000000000002/stray.sig of 3 bytes is no signature"), faults);
  }

  @Test
  void aForkSaysWhereItComesFrom() throws Exception {
    cli.onStore("exec", cli.file(Cli.DEPLOY).toString(), "--ledger", "l", "--key", key.toString());
    String header = cli.exec(Cli.INCREMENT).get("headerHash").asText();
    String genesis = cli.onStore("ledger", "status", "--ledger", "l", "--json")
        .json()
        .get("genesis")
        .asText();
    Cli.Ran forked = cli.onStore(
        "ledger",
        "fork",
        "--ledger",
        "l",
        "--at",
        "2",
        "--as",
        "m",
        "--key",
        key.toString(),
        "--json");
    assertEquals(0, forked.exitCode(), forked.err());
    Cli.Ran status = cli.onStore("ledger", "status", "--ledger", "m", "--json");
    Cli.Ran verified = cli.onStore("ledger", "verify", "--ledger", "m", "--json");
    for (Cli.Ran each : List.of(forked, status, verified)) {
      assertEquals("l", each.json().get("originLedger").asText());
      assertEquals(2, each.json().get("originHeight").asInt());
      assertEquals(header, each.json().get("originHeader").asText());
      assertEquals(genesis, each.json().get("originGenesis").asText());
    }
    assertEquals("[\"" + name + "\"]", status.json().get("genesisSigners").toString());
    String text = cli.onStore("ledger", "verify", "--ledger", "m").out();
    assertTrue(
        text.contains(
            "forked from ledger l at height 2, header " + header + ", genesis " + genesis),
        text);
  }
}
