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
    assertTrue(again.err().contains("a key is never overwritten"), again.err());
    assertEquals(before, Files.readString(key));
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
}
