package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.state.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are handed over, or lie in a store, and are made to take more memory or time than there is: in a process with 256 MB of heap each
 * ends within ten seconds, in one sentence and with exit code 1.
 */
@Tag("attack")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HostileFilesTest {
  private static final long TOOK_MAX_MS = 10_000;
  private static final long GIB = 1L << 30;

  @TempDir
  private Path folder;

  private Cli cli;
  private Process process;
  private Writer to;
  private BufferedReader from;
  private String header = "";

  private record Ended(int code, long tookMs, String said) {}

  @BeforeEach
  void start() throws Exception {
    cli = new Cli(folder);
    cli.exec(Cli.DEPLOY + Cli.INCREMENT);
    header = cli.exec(Cli.INCREMENT).get("headerHash").asText();
    process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            HostileCommands.class.getName())
        .redirectError(folder.resolve("log").toFile())
        .start();
    to = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    from =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() throws IOException {
    process.destroyForcibly();
    from.close();
  }

  private Ended run(String... args) throws IOException {
    to.write(String.join("\t", args) + "\n");
    to.flush();
    String answer = from.readLine();
    if (answer == null) {
      throw new AssertionError("The process ended: " + Files.readString(folder.resolve("log")));
    }
    String[] parts = answer.split(" ", 3);
    return new Ended(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), parts[2]);
  }

  private void assertRefused(String what, String... args) throws IOException {
    assertEnded(what, 1, run(args));
  }

  private static void assertEnded(String what, int exitCode, Ended ended) {
    System.out.println(what + ": " + ended.tookMs() + " ms: " + ended.said());
    assertEquals(exitCode, ended.code(), what + ": " + ended.said());
    assertEquals(1, ended.said().chars().filter(c -> c == '\t').count(), what + ended.said());
    assertFalse(ended.said().contains("fault of wastm"), what + ": " + ended.said());
    assertTrue(ended.tookMs() < TOOK_MAX_MS, what + " took " + ended.tookMs() + " ms");
  }

  private void assertRefusedOnStore(String what, String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--blob-store", cli.store().toUri().toString()));
    assertRefused(what, all.toArray(String[]::new));
  }

  /** A file that says that it is large, and takes no room on the disk. */
  private static Path sparse(Path file, long bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    try (RandomAccessFile created = new RandomAccessFile(file.toFile(), "rw")) {
      created.setLength(bytes);
    }
    return file;
  }

  @Test
  void bundles() throws Exception {
    Path bundle = folder.resolve("honest.wastm");
    assertEquals(
        0,
        cli.onStore("ledger", "export", "--ledger", "l", "--from", "2", "--out", bundle.toString())
            .exitCode());
    assertEquals(0, run("verify", bundle.toString()).code());
    Map<String, byte[]> hostile = new HostileBundles(Files.readAllBytes(bundle)).all();
    for (Map.Entry<String, byte[]> each : hostile.entrySet()) {
      Path file = Files.write(folder.resolve("hostile.wastm"), each.getValue());
      assertRefused(
          each.getKey() + " in " + each.getValue().length + " bytes", "verify", file.toString());
    }
    for (long size : new long[] {0, 1, 100, 63L << 20, GIB, 3 * GIB}) {
      Path file = sparse(folder.resolve("sparse"), size);
      assertRefused("a bundle of " + size + " bytes", "verify", file.toString());
    }
    assertEquals(0, run("verify", bundle.toString()).code());
  }

  @Test
  void proofs() throws Exception {
    Path proof = folder.resolve("proof");
    assertEquals(
        0,
        cli.onStore(
                "ledger",
                "proof",
                "--ledger",
                "l",
                "--actor",
                "c",
                "--key",
                "count",
                "--out",
                proof.toString())
            .exitCode());
    String honest = Files.readString(proof);
    String path = honest.substring(0, honest.indexOf("\"path\":[") + 8);
    for (String text : List.of(
        honest + " ",
        honest.replaceFirst("\"bit\":[0-9]+", "\"bit\":-9"),
        "[".repeat(8_000_000),
        path + "{},".repeat(2_500_000),
        path + "{\"bit\":0,\"sibling\":\"\"},".repeat(300_000))) {
      Path file = Files.writeString(folder.resolve("changed"), text);
      assertRefused(
          "a proof of " + text.length() + " bytes",
          "ledger",
          "verify-proof",
          file.toString(),
          "--header",
          header);
    }
    for (long size : new long[] {0, GIB, 3 * GIB}) {
      Path file = sparse(folder.resolve("sparse"), size);
      assertRefused(
          "a proof of " + size + " bytes",
          "ledger",
          "verify-proof",
          file.toString(),
          "--header",
          header);
    }
    assertEquals(
        0, run("ledger", "verify-proof", proof.toString(), "--header", header).code());
  }

  @Test
  void modulesAndKeys() throws Exception {
    Path file = sparse(folder.resolve("sparse"), 3 * GIB);
    assertRefused("a module's file", "module", "check", file.toString());
    assertRefusedOnStore(
        "a module that is pushed", "module", "push", file.toString(), "--tag", "x@1.0.0");
    sparse(cli.store().resolve("modules/names/counter/1.0.0.json"), 3 * GIB);
    assertRefusedOnStore("a tag", "module", "list");
  }

  @Test
  void objectsOfAStore() throws Exception {
    Path ledger = cli.store().resolve("ledgers/l");
    Path batch = ledger.resolve("journal/00000000000000000002.batch");
    Path kept = Files.move(batch, folder.resolve("kept"));
    for (long size : new long[] {0, 40L << 20, 300L << 20, GIB, 3 * GIB}) {
      sparse(batch, size);
      assertRefusedOnStore("an entry of " + size + " bytes", "ledger", "verify", "--ledger", "l");
    }
    Files.delete(batch);
    Files.move(kept, batch);
    Path module;
    try (Stream<Path> modules = Files.list(cli.store().resolve("modules/sha256"))) {
      module = modules.findFirst().orElseThrow();
    }
    Files.move(module, kept);
    sparse(module, 3 * GIB);
    assertRefusedOnStore("a module", "ledger", "verify", "--ledger", "l");
    Files.delete(module);
    Files.move(kept, module);
    String key = "0".repeat(63) + "1";
    sparse(ledger.resolve("signatures/00000000000000000001/" + key + ".sig"), 3 * GIB / 2);
    Ended status = run(
        "ledger",
        "verify",
        "--ledger",
        "l",
        "--signed-by",
        "ed25519:" + publicKey(),
        "--blob-store",
        cli.store().toUri().toString());
    assertEquals(1, status.code(), status.said());
    sparse(ledger.resolve("signatures/00000000000000000001/" + publicKey() + ".sig"), 3 * GIB / 2);
    assertRefusedOnStore(
        "a signature",
        "ledger",
        "verify",
        "--ledger",
        "l",
        "--signed-by",
        "ed25519:" + publicKey());
    assertTrue(status.tookMs() < TOOK_MAX_MS);
  }

  /** What a checkpoint is not, is passed over: what it held is in the journal. */
  @Test
  void checkpoints() throws Exception {
    Path checkpoints = cli.store().resolve("ledgers/l/checkpoints");
    sparse(checkpoints.resolve("00000000000000000001/manifest%"), 3 * GIB);
    sparse(checkpoints.resolve("00000000000000000002/manifest%"), 15L << 20);
    for (String[] args : new String[][] {
      {"ledger", "verify", "--ledger", "l", "--from", "2"},
      {"ledger", "status", "--ledger", "l"},
      {"ledger", "gc", "--ledger", "l", "--keep", "1"}
    }) {
      List<String> all = new ArrayList<>(List.of(args));
      all.addAll(List.of("--blob-store", cli.store().toUri().toString()));
      Ended ended = run(all.toArray(String[]::new));
      assertEquals(0, ended.code(), ended.said());
      assertTrue(ended.tookMs() < TOOK_MAX_MS, args[1] + " took " + ended.tookMs() + " ms");
    }
  }

  private Ended compare(Path here, Path there) throws IOException {
    return run(
        "ledger",
        "compare",
        "--repair",
        "--json",
        "--ledger",
        "l",
        "--blob-store",
        here.toUri().toString(),
        "--with",
        there.toUri().toString());
  }

  private void assertNotTaken(String what, Path hostile) throws IOException {
    assertEnded(what + ", there", 1, compare(cli.store(), hostile));
  }

  /** What there is no room for may be right: it stays. */
  private void assertMendedOrRefused(String what, Path hostile) throws IOException {
    Ended ended = compare(hostile, cli.store());
    int code = ended.said().contains("There is no room") ? 1 : 0;
    assertEnded(what + ", here", code, ended);
  }

  /** What lies in the other copy is never taken, and what lies in one's own is repaired. */
  @Test
  void copiesThatAreCompared() throws Exception {
    Path bundle = folder.resolve("honest.wastm");
    assertEquals(
        0,
        cli.onStore("ledger", "export", "--ledger", "l", "--from", "2", "--out", bundle.toString())
            .exitCode());
    Path hostile = copied("hostile");
    Path batch = hostile.resolve("ledgers/l/journal/00000000000000000002.batch");
    Map<String, byte[]> batches = new HostileBundles(Files.readAllBytes(bundle)).hostileBatches();
    for (Map.Entry<String, byte[]> each : batches.entrySet()) {
      Files.write(batch, each.getValue());
      assertNotTaken(each.getKey(), hostile);
      assertMendedOrRefused(each.getKey(), hostile);
    }
    for (long size : new long[] {0, 40L << 20, 300L << 20, GIB, 3 * GIB}) {
      sparse(batch, size);
      assertNotTaken("an entry of " + size + " bytes", hostile);
      assertMendedOrRefused("an entry of " + size + " bytes", hostile);
    }
    assertEquals(0, compare(hostile, cli.store()).code());
    for (long size : new long[] {0, 40L << 20, 3 * GIB}) {
      sparse(hostile.resolve("ledgers/l/genesis%"), size);
      assertNotTaken("a genesis of " + size + " bytes", hostile);
      assertMendedOrRefused("a genesis of " + size + " bytes", hostile);
    }
  }

  /** Changes that lead to the roots that are stated, and to a state that nobody can hold. */
  @Test
  void copiesThatGrowAndGrow() throws Exception {
    State state;
    try (BlobStore store = BlobStores.open(cli.store().toUri().toString())) {
      state = new Checkpoints(store, "l").headAt(2).state();
    }
    for (int[] shape : new int[][] {{100_000, 0}, {1_000, 1_000}, {300, 65_536}}) {
      Path there = copied("grown-" + shape[1]);
      ForgedHistory forged = new ForgedHistory(there.resolve("ledgers/l/journal"), 2, state);
      for (long bytes = 0;
          bytes < 256L << 20;
          bytes += shape[0] * (State.ENTRY_HEAP_BYTES + shape[1])) {
        forged.add(shape[0], shape[1]);
      }
      for (String repair : List.of("--repair", "--deep", "--json")) {
        String what = "a state of many entries of " + shape[1] + " bytes, " + repair;
        assertRefusedOnStore(
            what,
            "ledger",
            "compare",
            repair,
            "--ledger",
            "l",
            "--with",
            there.toUri().toString());
      }
      assertEnded("the same as one's own copy", 1, compare(there, cli.store()));
    }
  }

  private Path copied(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(cli.store())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path unused = Files.copy(file, copy.resolve(cli.store().relativize(file).toString()));
      }
    }
    return copy;
  }

  private String publicKey() {
    return "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
  }
}
