package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a new key to signed transactions in a ledger that demands them, and a signed header. */
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
        "NOT verified: Height 2: the header has no valid signature of " + name + ".\n",
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
}
