package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, run as a person runs them, on a file store. */
@Tag("integration")
class CommandLineTest {
  private static final String COUNTER =
      "../../assemblyscript-examples/examples/counter/counter.wasm";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEPLOY =
      "{\"actor\":\"system\",\"method\":\"deploy\",\"args\":{\"actor\":\"c\",\"module\":\"counter@1.0.0\",\"init\":{}}}\n";
  private static final String INCREMENT =
      "{\"actor\":\"c\",\"method\":\"increment\",\"args\":{\"by\":5}}\n";

  @TempDir
  private Path folder;

  private Path store;

  @BeforeEach
  void store() {
    store = folder.resolve("store");
  }

  private record Ran(int exitCode, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private Ran wastm(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--blob-store");
    all.add(store.toUri().toString());
    int exitCode = Wastm.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
    return new Ran(exitCode, out.toString(), err.toString());
  }

  private String file(String text) throws Exception {
    Path file = Files.createTempFile(folder, "batch", ".ndjson");
    Files.writeString(file, text);
    return file.toString();
  }

  private void push() {
    assertEquals(0, wastm("module", "push", COUNTER, "--tag", "counter@1.0.0").exitCode());
  }

  @Test
  void execPrintsReceiptsAndTheBatchAndGoesOnAtTheNextHeight() throws Exception {
    push();
    Ran first = wastm("exec", file(DEPLOY + INCREMENT), "--ledger", "l", "--json");
    assertEquals(0, first.exitCode(), first.err());
    JsonNode receipt = JSON.readTree(first.lines().get(1));
    assertEquals("SUCCESS", receipt.get("status").asText());
    assertEquals(5, receipt.get("output").get("value").asInt());
    JsonNode batch = JSON.readTree(first.lines().get(2)).get("batch");
    assertEquals(1, batch.get("height").asInt());
    assertEquals(2, batch.get("succeeded").asInt());
    Ran second = wastm("exec", file(INCREMENT), "--ledger", "l", "--json");
    assertEquals(
        10, JSON.readTree(second.lines().get(0)).get("output").get("value").asInt());
    assertEquals(
        2, JSON.readTree(second.lines().get(1)).get("batch").get("height").asInt());
    JsonNode status =
        JSON.readTree(wastm("ledger", "status", "--ledger", "l", "--json").out());
    assertEquals(2, status.get("height").asInt());
    assertEquals(
        0, wastm("ledger", "verify", "--ledger", "l", "--engine", "interpreter").exitCode());
  }

  @Test
  void everyWayToExecutePrintsTheSame() throws Exception {
    String batch = file(DEPLOY + INCREMENT.repeat(50));
    String expected = null;
    for (String how : List.of(
        "parallel compiled 1",
        "parallel compiled 8",
        "sequential interpreter 1",
        "parallel interpreter 2")) {
      store = folder.resolve(how.replace(' ', '-'));
      push();
      wastm(
          "ledger",
          "create",
          "--ledger",
          "l",
          "--created-ms",
          "0",
          "--id",
          "00".repeat(32),
          "--store-id",
          "00".repeat(16));
      String[] options = how.split(" ");
      Ran ran = wastm(
          "exec",
          batch,
          "--ledger",
          "l",
          "--json",
          "--scheduler",
          options[0],
          "--engine",
          options[1],
          "--threads",
          options[2]);
      expected = expected == null ? ran.out() : expected;
      assertEquals(expected, ran.out(), how);
    }
  }

  @Test
  void dumpPrintsTheStateInKeyOrder() throws Exception {
    push();
    wastm("exec", file(DEPLOY + INCREMENT), "--ledger", "l");
    wastm("exec", file(INCREMENT), "--ledger", "l");
    List<String> now = wastm("ledger", "dump", "--ledger", "l").lines();
    assertEquals("c", JSON.readTree(now.get(0)).get("actor").asText());
    assertEquals("system", JSON.readTree(now.get(now.size() - 1)).get("actor").asText());
    assertEquals(
        "actor/c", JSON.readTree(now.get(now.size() - 1)).get("key").get("utf8").asText());
    List<String> before =
        wastm("ledger", "dump", "--ledger", "l", "--height", "1").lines();
    assertFalse(before.equals(now));
    assertEquals(
        List.of(), wastm("ledger", "dump", "--ledger", "l", "--height", "0").lines());
  }

  @Test
  void badInputIsOneLineAndStoresNothing() throws Exception {
    push();
    long blobs = count();
    assertFails(1, "batch", "exec", file(INCREMENT + "{\"actor\"\n"), "--ledger", "l");
    assertFails(1, "there is no actor \"c\"", "exec", file(INCREMENT), "--ledger", "l");
    assertFails(
        1, "there is no module", "exec", file(DEPLOY.replace("1.0.0", "2.0.0")), "--ledger", "l");
    assertFails(1, "There is no ledger \"l\"", "ledger", "status", "--ledger", "l");
    assertFails(1, "There is no ledger \"l\"", "ledger", "dump", "--ledger", "l");
    assertFails(1, "There is no ledger \"l\"", "ledger", "verify", "--ledger", "l");
    assertFails(2, "is not a ledger's name", "exec", file(INCREMENT), "--ledger", "../l");
    for (String name : List.of("shop.", ".shop", "sh\u043ep", "shop ", "")) {
      assertFails(2, "is not a ledger's name", "exec", file(INCREMENT), "--ledger", name);
      assertFails(2, "is not a ledger's name", "ledger", "status", "--ledger", name);
    }
    for (String tag :
        List.of("counter@latest", "counter@v1", "counter.@1", "counter@1.", "counter@1 ")) {
      assertFails(2, "does not name a module", "module", "push", COUNTER, "--tag", tag);
    }
    assertFails(
        2, "There is no file", "exec", folder.resolve("nowhere").toString(), "--ledger", "l");
    assertFails(1, "not a valid actor module", "module", "push", file("no wasm"), "--tag", "x@1");
    assertFails(2, "does not name a module", "module", "push", COUNTER, "--tag", "x");
    assertFails(1, "There is no module ghost@1", "module", "info", "ghost@1");
    assertFails(2, "--threads", "exec", file(INCREMENT), "--ledger", "l", "--threads", "0");
    assertEquals(blobs, count());
  }

  @Test
  void locateFindsTheLineOfAnOffset() throws Exception {
    String map = file("{\"version\":3,\"sources\":[\"a.ts\"],\"mappings\":\"UAEA,U\"}");
    Cli.Ran found = Cli.run("module", "locate", map, "17");
    assertEquals("a.ts:3:1", found.out().strip(), found.err());
    assertEquals(
        "{\"offset\":17,\"source\":\"a.ts:3:1\"}",
        Cli.run("module", "locate", map, "17", "--json").out().strip());
    assertTrue(
        Cli.run("module", "locate", map, "3").err().contains("knows no source for offset 3"));
    assertEquals(1, Cli.run("module", "locate", map, "20").exitCode());
    Cli.Ran noMap = Cli.run("module", "locate", file("{"), "17");
    assertEquals(1, noMap.exitCode());
    assertTrue(noMap.err().contains("is not a source map"), noMap.err());
  }

  @Test
  void aTagNeverMoves() throws Exception {
    push();
    push();
    String other = "../../assemblyscript-examples/examples/transfer/transfer.wasm";
    assertFails(1, "a tag never moves", "module", "push", other, "--tag", "counter@1.0.0");
    assertTrue(wastm("module", "list").out().startsWith("counter@1.0.0  "));
    assertEquals(0, wastm("module", "info", "counter@1.0.0").exitCode());
  }

  @Test
  void aFlippedByteIsFoundByVerify() throws Exception {
    push();
    wastm("exec", file(DEPLOY), "--ledger", "l");
    Path entry = store.resolve("ledgers/l/journal/00000000000000000001.batch");
    byte[] bytes = Files.readAllBytes(entry);
    bytes[bytes.length / 2] ^= 1;
    Files.write(entry, bytes);
    Ran verify = wastm("ledger", "verify", "--ledger", "l");
    assertEquals(1, verify.exitCode());
    assertTrue(
        verify.out().startsWith("NOT verified: The journal entry of height 1 is damaged"),
        verify.out());
    assertFails(
        1, "The journal entry of height 1 is damaged", "exec", file(INCREMENT), "--ledger", "l");
  }

  private void assertFails(int exitCode, String message, String... args) {
    Ran ran = wastm(args);
    assertEquals(exitCode, ran.exitCode(), ran.err());
    assertTrue(ran.err().contains(message), ran.err());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertEquals("", ran.out());
  }

  private long count() throws Exception {
    try (Stream<Path> files = Files.walk(store)) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
