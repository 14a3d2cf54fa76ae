package dev.wastm.cli.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wastm.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger leaves its store as one file, and is verified where there is nothing else. */
class BundleCommandTest {
  @TempDir
  private Path folder;

  private Cli cli;
  private Path bundle;
  private String header;

  @BeforeEach
  void execute() throws Exception {
    cli = new Cli(folder);
    cli.exec(Cli.DEPLOY + Cli.INCREMENT);
    cli.exec(Cli.INCREMENT);
    header = cli.exec(Cli.INCREMENT + Cli.INCREMENT).get("headerHash").asText();
    bundle = folder.resolve("l.wastm");
  }

  private Cli.Ran export(String from, String to) {
    return cli.onStore(
        "ledger",
        "export",
        "--ledger",
        "l",
        "--from",
        from,
        "--to",
        to,
        "--out",
        bundle.toString(),
        "--json");
  }

  @Test
  void aBundleIsExportedAndVerified() throws Exception {
    Cli.Ran exported = export("2", "3");
    assertEquals(0, exported.exitCode(), exported.err());
    assertEquals(Files.size(bundle), exported.json().get("sizeBytes").asLong());
    Cli.Ran ran = Cli.run("verify", bundle.toString(), "--header", header, "--json");
    assertEquals(0, ran.exitCode(), ran.err());
    JsonNode verified = ran.json();
    assertTrue(verified.get("verified").asBoolean());
    assertEquals(2, verified.get("from").asInt());
    assertEquals(3, verified.get("transactions").asInt());
    assertEquals(header, verified.get("headerHash").asText());
    assertTrue(Cli.run("verify", bundle.toString(), "--engine", "interpreter")
        .out()
        .startsWith("verified: heights 2 to 3, 3 transactions, state root "));
  }

  @Test
  void whatCannotBeTrustedIsRefusedInOneLine() throws Exception {
    assertEquals(0, export("1", "2").exitCode());
    Cli.Ran other = Cli.run("verify", bundle.toString(), "--header", header);
    assertEquals(1, other.exitCode());
    assertTrue(
        other.out().startsWith("NOT verified: The header of height 2, the last of the range, is "),
        other.out());
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length / 2] ^= 1;
    Files.write(bundle, bytes);
    Cli.Ran damaged = Cli.run("verify", bundle.toString());
    assertEquals(1, damaged.exitCode());
    assertEquals(
        "wastm: This is no whole bundle: its bytes do not have the digest at its end.\n",
        damaged.err());
    assertEquals(2, Cli.run("verify", folder.resolve("nowhere").toString()).exitCode());
    assertEquals(2, export("2", "1").exitCode());
    assertEquals(2, export("1", "4").exitCode());
    assertFalse(Files.exists(folder.resolve("l.wastm.part")));
  }
}
