package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --module-cache}. */
class ModuleCacheTest {
  @TempDir
  private Path folder;

  private Cli.Ran exec(Cli cli, String lines, String cache) throws Exception {
    String file = cli.file(lines).toString();
    return cli.onStore("exec", file, "--ledger", "l", "--module-cache", cache);
  }

  @Test
  void theNextCommandLoadsWhatOneHasCompiled() throws Exception {
    Cli cli = new Cli(folder);
    String cache = folder.resolve("cache").toString();
    Cli.Ran first = exec(cli, Cli.DEPLOY + Cli.INCREMENT, cache);
    assertEquals(0, first.exitCode(), first.err());
    assertTrue(first.out().contains("0 were loaded compiled"), first.out());
    Cli.Ran second = exec(cli, Cli.INCREMENT, cache);
    assertTrue(second.out().contains("1 were loaded compiled"), second.out());
    assertTrue(second.out().contains("0 were compiled"), second.out());
    Cli.Ran without = exec(cli, Cli.INCREMENT, "none");
    assertTrue(without.out().contains("1 were compiled"), without.out());
    Cli.Ran verified = cli.onStore("ledger", "verify", "--ledger", "l", "--module-cache", cache);
    assertEquals(0, verified.exitCode(), verified.err());
  }

  @Test
  void aDirectoryThatIsOfNoUseIsBadUsageInOneLine() throws Exception {
    Cli cli = new Cli(folder);
    Path file = Files.write(folder.resolve("file"), new byte[1]);
    Cli.Ran ran = exec(cli, Cli.DEPLOY, file.toString());
    assertEquals(2, ran.exitCode());
    assertEquals(
        "--module-cache: Compiled modules cannot be kept in " + file
            + ", because it cannot be written: java.nio.file.NotDirectoryException: " + file
            + ".",
        ran.err().lines().findFirst().orElse("").replaceFirst("^wastm: ", ""));
    assertFalse(Files.exists(folder.resolve("store").resolve("ledgers")));
  }
}
