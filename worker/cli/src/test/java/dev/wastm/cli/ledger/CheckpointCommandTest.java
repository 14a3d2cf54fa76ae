package dev.wastm.cli.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wastm.cli.Cli;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointCommandTest {
  @TempDir
  private Path folder;

  @Test
  void oldCheckpointsAreSweptAndEveryHeightStays() throws Exception {
    Cli cli = new Cli(folder);
    cli.exec(Cli.DEPLOY);
    for (int height = 2; height <= 5; height++) {
      assertEquals(0, cli.onStore("ledger", "checkpoint", "--ledger", "l").exitCode());
      cli.exec(Cli.INCREMENT);
    }
    Cli.Ran ran = cli.onStore("ledger", "gc", "--ledger", "l", "--keep", "2", "--json");
    assertEquals(0, ran.exitCode(), ran.err());
    JsonNode swept = ran.json();
    assertEquals("[4,3]", swept.get("kept").toString());
    assertEquals("[1,2]", swept.get("removed").toString());
    assertTrue(swept.get("freedBytes").asLong() > 0);
    assertEquals(0, cli.onStore("ledger", "verify", "--ledger", "l").exitCode());
    assertEquals(
        0, cli.onStore("ledger", "dump", "--ledger", "l", "--height", "2").exitCode());
    assertEquals(2, cli.onStore("ledger", "gc", "--ledger", "l", "--keep", "0").exitCode());
  }
}
