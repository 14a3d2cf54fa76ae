package dev.wastm.cli.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wastm.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would have been with another module, and what is in another store. */
@Tag("integration")
class ReplayCommandTest {
  private static final String TRANSFER =
      "../../assemblyscript-examples/examples/transfer/transfer.wasm";

  @TempDir
  private Path folder;

  private Cli cli;

  @BeforeEach
  void execute() throws Exception {
    cli = new Cli(folder);
    assertEquals(
        0, cli.onStore("module", "push", TRANSFER, "--tag", "transfer@1.0.0").exitCode());
    cli.exec(Cli.DEPLOY + Cli.INCREMENT);
    cli.exec(Cli.INCREMENT);
  }

  private Cli.Ran replay(String with, String from) {
    return cli.onStore(
        "ledger", "replay", "--ledger", "l", "--from", from, "--with", with, "--json");
  }

  @Test
  void theSameModuleChangesNothing() throws Exception {
    for (String from : new String[] {"1", "2"}) {
      Cli.Ran ran = replay("c=counter@1.0.0", from);
      assertEquals(0, ran.exitCode(), ran.err());
      assertEquals(0, ran.json().get("differing").asInt());
      assertEquals(ran.json().get("recordedStateRoot"), ran.json().get("replayedStateRoot"));
    }
  }

  @Test
  void anotherModuleShowsWhichReceiptsDiffer() throws Exception {
    JsonNode report = replay("c=transfer@1.0.0", "2").json();
    assertEquals(1, report.get("differing").asInt());
    JsonNode difference = report.get("differences").get(0);
    assertEquals(2, difference.get("height").asInt());
    assertEquals(0, difference.get("transaction").asInt());
    assertEquals("status", difference.get("field").asText());
    assertEquals("SUCCESS", difference.get("recorded").asText());
    JsonNode whole = replay("c=transfer@1.0.0", "1").json();
    assertTrue(whole.get("differing").asInt() >= 2, whole.toString());
    String people = cli.onStore("ledger", "replay", "--ledger", "l", "--with", "c=transfer@1.0.0")
        .out();
    assertTrue(people.contains("the ledger has SUCCESS, but the replay gives"), people);
  }

  @Test
  void whatCannotBeReplayedIsSaid() {
    Cli.Ran ghost = replay("ghost=counter@1.0.0", "1");
    assertEquals(2, ghost.exitCode());
    assertTrue(ghost.err().contains("there is no actor \"ghost\" at height 0"), ghost.err());
    assertEquals(1, replay("c=counter@9.9.9", "1").exitCode());
    assertEquals(2, replay("c=???", "1").exitCode());
    assertEquals(2, replay("c", "1").exitCode());
  }

  @Test
  void aLedgerIsForkedAndGoesOn() throws Exception {
    Cli.Ran forked =
        cli.onStore("ledger", "fork", "--ledger", "l", "--at", "1", "--as", "m", "--json");
    assertEquals(0, forked.exitCode(), forked.err());
    assertEquals(1, forked.json().get("height").asInt());
    Cli.Ran ran =
        cli.onStore("exec", cli.file(Cli.INCREMENT).toString(), "--ledger", "m", "--json");
    assertEquals(2, ran.lastJson().get("batch").get("height").asInt());
    assertEquals(0, cli.onStore("ledger", "verify", "--ledger", "m").exitCode());
    assertEquals(
        2,
        cli.onStore("ledger", "fork", "--ledger", "l", "--at", "3", "--as", "n").exitCode());
    assertEquals(
        1,
        cli.onStore("ledger", "fork", "--ledger", "l", "--at", "1", "--as", "m").exitCode());
    assertEquals(
        2,
        cli.onStore("ledger", "fork", "--ledger", "l", "--at", "1", "--as", "../x")
            .exitCode());
  }

  @Test
  void twoStoresAreComparedAndOneIsRepaired() throws Exception {
    Path copy = folder.resolve("copy");
    String here = copy.toUri().toString();
    String there = cli.store().toUri().toString();
    Cli.Ran lagging = Cli.run(
        "ledger", "compare", "--ledger", "l", "--blob-store", here, "--with", there, "--json");
    assertEquals(1, lagging.exitCode(), lagging.err());
    assertEquals(1, lagging.json().get("firstDifference").asInt());
    Cli.Ran repaired = Cli.run(
        "ledger",
        "compare",
        "--ledger",
        "l",
        "--blob-store",
        here,
        "--with",
        there,
        "--repair",
        "--json");
    assertEquals(0, repaired.exitCode(), repaired.err());
    assertEquals(2, repaired.json().get("taken").asInt());
    assertEquals(
        0, Cli.run("ledger", "verify", "--ledger", "l", "--blob-store", here).exitCode());
    Cli.Ran same = Cli.run(
        "ledger", "compare", "--ledger", "l", "--blob-store", here, "--with", there, "--json");
    assertEquals(0, same.exitCode());
    assertEquals("headers", same.json().get("checked").asText());
    assertEquals(same.json().get("there"), same.json().get("here"));
    assertEquals(2, same.json().get("here").get("newest").asInt());
    assertTrue(same.json().get("here").get("consistent") == null);
    Path record = copy.resolve("ledgers/l/journal/00000000000000000002.batch");
    byte[] bytes = Files.readAllBytes(record);
    bytes[40] ^= 1;
    Files.write(record, bytes);
    Cli.Ran damaged = Cli.run(
        "ledger", "compare", "--ledger", "l", "--blob-store", here, "--with", there, "--json");
    assertEquals(1, damaged.exitCode());
    assertEquals(1, damaged.json().get("here").get("soundUpTo").asInt());
    assertTrue(damaged.json().get("there").get("consistent").asBoolean());
    assertEquals(
        1,
        Cli.run("ledger", "compare", "--ledger", "ghost", "--blob-store", here, "--with", there)
            .exitCode());
  }
}
