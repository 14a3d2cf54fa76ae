package dev.wastm.cli.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.activities.BatchSummary;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.cli.Cli;
import dev.wastm.cli.Wastm;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.plugin.WastmPlugin;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code wastm batch submit} against a Temporal server, in a process of its own, since Temporal is configured by its environment. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("integration")
class SubmitCommandTest {
  private static final int COMMAND_MAX_S = 90;

  /** Enough for their receipts to be read from the journal. */
  private static final int MANY = 6_000;

  @TempDir
  private Path folder;

  private Cli cli;
  private BlobStore store;
  private String address = "";
  private TestServer.PortBoundTestServer server;
  private WorkflowServiceStubs stubs;
  private WastmPlugin plugin;
  private WorkerFactory workers;

  @BeforeEach
  void start() throws Exception {
    cli = new Cli(folder);
    store = BlobStores.open(cli.store().toUri().toString());
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    address = "127.0.0.1:" + port;
    server = TestServer.createPortBoundServer(port);
    stubs = WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    plugin = WastmPlugin.newBuilder(store).build();
    workers = WorkerFactory.newInstance(
        WorkflowClient.newInstance(stubs),
        WorkerFactoryOptions.newBuilder().setPlugins(plugin).build());
    workers.start();
  }

  @AfterEach
  void stop() throws Exception {
    workers.shutdownNow();
    workers.awaitTermination(10, TimeUnit.SECONDS);
    plugin.close();
    stubs.shutdownNow();
    server.close();
    store.close();
  }

  private byte[] submit(Path file, String... options) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Wastm.class.getName(),
        "batch",
        "submit",
        file.toString(),
        "--ledger",
        "l",
        "--blob-store",
        cli.store().toUri().toString());
    builder.command().addAll(List.of(options));
    builder.environment().put("TEMPORAL_ADDRESS", address);
    Process process =
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(COMMAND_MAX_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the command did not end: " + Files.readString(err));
    }
    assertEquals(0, process.exitValue(), Files.readString(err));
    return Files.readAllBytes(out);
  }

  /** The same batch by {@code wastm exec}: on a copy of the ledger's genesis, with the timestamp and the seed that the workflow gave it. */
  private byte[] exec(Path file, long height) throws Exception {
    BatchHeader header = new Journal(store, "l").require(height).header().header();
    Cli.Ran ran = Cli.run(
        "exec",
        file.toString(),
        "--ledger",
        "l",
        "--blob-store",
        copy(),
        "--timestamp-ms",
        String.valueOf(header.timestampMs()),
        "--seed",
        header.seed().hex(),
        "--json");
    assertEquals(0, ran.exitCode(), ran.err());
    return ran.out().getBytes(StandardCharsets.UTF_8);
  }

  private String copy() {
    return folder.resolve("copy").toUri().toString();
  }

  private void copyWhatMakesALedger() {
    for (String prefix : new String[] {"modules/", "ledgers/l/genesis"}) {
      Cli.Ran ran =
          Cli.run("blob", "cp", cli.store().toUri().toString(), copy(), "--prefix", prefix);
      assertEquals(0, ran.exitCode(), ran.err());
    }
  }

  private static void assertSameBytes(byte[] expected, byte[] actual) {
    assertEquals(
        new String(expected, StandardCharsets.UTF_8), new String(actual, StandardCharsets.UTF_8));
    assertEquals(expected.length, actual.length);
  }

  @Test
  void printsTheSameBytesAsExecOfTheSameBatch() throws Exception {
    Path few = cli.file(Cli.DEPLOY
        + Cli.INCREMENT
        + "{\"actor\":\"c\",\"method\":\"increment\",\"args\":{\"by\":-9}}\n"
        + "{\"actor\":\"c\",\"method\":\"increment\",\"args\":{\"by\":1},\"fuel\":100}\n");
    byte[] submitted = submit(few, "--json");
    copyWhatMakesALedger();
    assertSameBytes(exec(few, 1), submitted);
    String[] lines = new String(submitted, StandardCharsets.UTF_8).split("\n");
    assertEquals(5, lines.length);
    assertEquals("SUCCESS", new ObjectMapper().readTree(lines[0]).get("status").asText(), lines[0]);
    assertEquals(
        2, new ObjectMapper().readTree(lines[4]).get("batch").get("succeeded").asInt(), lines[4]);

    Path many = cli.file(Cli.INCREMENT.repeat(MANY));
    byte[] large = submit(many, "--json");
    assertTrue(
        large.length > BatchSummary.RECEIPTS_BYTES_MAX, "these receipts came with the answer");
    assertSameBytes(exec(many, 2), large);
  }

  @Test
  void tellsPeopleOfTheBatch() throws Exception {
    String text = new String(submit(cli.file(Cli.DEPLOY + Cli.INCREMENT)), StandardCharsets.UTF_8);
    assertTrue(text.startsWith("Ledger l, height 1: 2 transactions in "), text);
    assertTrue(text.contains("\n  SUCCESS: 2\n"), text);
    assertTrue(text.contains("\n  state root:    "), text);
  }
}
