package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that nobody of ours has put into a store: no command prints a trace because of them, or takes them for its own. */
@Tag("integration")
class StrayFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME_OF_HEIGHT = "00000000000000000001";

  @TempDir
  private Path folder;

  private static void plant(Path store, String path) throws Exception {
    Path file = store.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "stray");
  }

  @Test
  void noCommandStumblesOverThem() throws Exception {
    Cli cli = new Cli(folder);
    cli.exec(Cli.DEPLOY + Cli.INCREMENT);
    String status = cli.onStore("ledger", "status", "--ledger", "l", "--json").out();
    String modules = cli.onStore("module", "list").out();
    for (String stray : List.of(
        "README.md",
        ".DS_Store",
        "Thumbs.db",
        "ledgers/stray.txt",
        "ledgers/.DS_Store",
        "ledgers/l/notes.txt",
        "ledgers/l/journal/.DS_Store",
        "ledgers/l/journal/stray.txt",
        "ledgers/l/journal/1.batch",
        "ledgers/l/journal/" + NAME_OF_HEIGHT + ".batch~",
        "ledgers/l/journal/" + NAME_OF_HEIGHT + ".batch.orig",
        "ledgers/l/journal/zzz.batch",
        "ledgers/l/signatures/stray.txt",
        "ledgers/l/signatures/" + NAME_OF_HEIGHT + "/stray.txt",
        "ledgers/l/signatures/" + NAME_OF_HEIGHT + "/stray.sig",
        "ledgers/l/checkpoints/stray.txt",
        "ledgers/l/checkpoints/zzz/manifest",
        "ledgers/l/checkpoints/" + NAME_OF_HEIGHT + "/stray.txt",
        "modules/stray.txt",
        "modules/sha256/stray.wasm",
        "modules/names/stray.txt",
        "modules/names/counter/stray.txt",
        "modules/names/counter/.DS_Store")) {
      plant(cli.store(), stray);
    }
    ObjectNode strange = (ObjectNode)
        JSON.readTree(cli.onStore("ledger", "status", "--ledger", "l", "--json").out());
    // What lies where a signature belongs is told of; all else is as before.
    assertEquals(2, strange.remove("faultySignatures").size());
    assertEquals(JSON.readTree(status), strange);
    assertEquals(modules, cli.onStore("module", "list").out());
    for (List<String> command : List.of(
        List.of("ledger", "status", "--ledger", "l", "--json"),
        List.of("ledger", "dump", "--ledger", "l"),
        List.of("ledger", "verify", "--ledger", "l"),
        List.of("module", "list"),
        List.of("module", "info", "counter@1.0.0"),
        List.of("blob", "ls"),
        List.of("ledger", "checkpoint", "--ledger", "l"),
        List.of("ledger", "gc", "--ledger", "l"),
        List.of(
            "ledger", "export", "--ledger", "l", "--out", folder.resolve("b").toString()))) {
      Cli.Ran ran = cli.onStore(command.toArray(String[]::new));
      assertEquals(0, ran.exitCode(), command + ": " + ran);
      assertFalse(ran.err().contains("\tat "), ran.err());
    }
    assertEquals(2, cli.exec(Cli.INCREMENT).get("height").asInt());
    assertTrue(cli.onStore("ledger", "status", "--ledger", "stray.txt").exitCode() != 0);
  }
}
