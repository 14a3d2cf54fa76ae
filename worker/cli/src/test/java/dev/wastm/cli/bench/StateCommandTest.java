package dev.wastm.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.cli.Cli;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That it measures; how much it measures is no matter of a test. */
@Tag("benchmark")
class StateCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void printsAnObjectASize() throws Exception {
    Cli.Ran result = Cli.run("bench", "state", "--keys", "2000,3000", "--runs", "2", "--json");
    assertEquals(0, result.exitCode(), result.err());
    String[] lines = result.out().split("\n");
    assertEquals(2, lines.length, result.out());
    JsonNode measured = JSON.readTree(lines[1]);
    assertEquals(3000, measured.get("keys").asInt());
    assertEquals(3, measured.get("batches").size());
    assertEquals(3000, measured.get("batches").get(2).get("changes").asInt());
    for (String field :
        new String[] {"fillMs", "restartMs", "tailMs", "checkpointMs", "checkpointBytes"}) {
      assertTrue(measured.get(field).asDouble() > 0, result.out());
    }
  }

  @Test
  void refusesWhatIsNoSize() {
    Cli.Ran result = Cli.run("bench", "state", "--keys", "0");
    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains("--keys: there must be at least 1, not 0."), result.err());
  }
}
