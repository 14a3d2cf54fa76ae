package dev.wastm.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.testkit.FaultProxy;
import dev.wastm.cli.Cli;
import dev.wastm.cli.S3Server;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.module.ModuleStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --blob-cache} and {@code --blob-retry}, on a server that speaks the S3 protocol, behind a proxy that spoils connections. */
@Timeout(120)
@Tag("integration")
class StoreLayersTest {
  private static final String COUNTER =
      "../../assemblyscript-examples/examples/counter/counter.wasm";
  private static final int ALL = Integer.MAX_VALUE;

  @TempDir
  private Path folder;

  private S3Server server;
  private FaultProxy proxy;
  private Path cache;
  private byte[] wasm;
  private Digest digest;

  @BeforeEach
  void start() throws Exception {
    System.setProperty("aws.accessKeyId", S3Server.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", S3Server.SECRET_KEY);
    server = new S3Server(Files.createDirectory(folder.resolve("objects")));
    proxy = new FaultProxy(server.port());
    cache = folder.resolve("cache");
    wasm = Files.readAllBytes(Path.of(COUNTER));
    digest = Sha256.of(wasm);
    assertEquals(0, onStore("module", "push", COUNTER, "--tag", "counter@1.0.0").exitCode());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    server.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private Cli.Ran onStore(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--blob-store", server.uri(proxy.port()) + "&tries=1"));
    return Cli.run(all.toArray(String[]::new));
  }

  /** Nothing but the store and what is cached of it can give the module. */
  private Cli.Ran exec(String lines, String... more) throws Exception {
    Path file = Files.writeString(folder.resolve("lines"), lines);
    List<String> args = new ArrayList<>(
        List.of("exec", file.toString(), "--ledger", "l", "--json", "--module-cache", "none"));
    args.addAll(List.of(more));
    return onStore(args.toArray(String[]::new));
  }

  private Cli.Ran execCached(String lines) throws Exception {
    return exec(lines, "--blob-cache", cache.toString());
  }

  private void store(byte[] module) {
    try (BlobStore store = BlobStores.open(server.uri())) {
      store.put(ModuleStore.key(digest), module, PutMode.OVERWRITE);
    }
  }

  @Test
  void aModuleIsFetchedOncePerMachine() throws Exception {
    assertEquals(0, execCached(Cli.DEPLOY + Cli.INCREMENT).exitCode());
    store(new byte[] {1});
    Cli.Ran again = execCached(Cli.INCREMENT);
    assertEquals(0, again.exitCode(), again.err());
    Cli.Ran fetched = exec(Cli.INCREMENT, "--blob-cache", "none");
    assertEquals(1, fetched.exitCode(), fetched.out());
    assertTrue(
        fetched.err().contains("does not have the digest that its name says"), fetched.err());
  }

  @Test
  void whatIsDamagedOnTheMachineIsFetchedAgain() throws Exception {
    assertEquals(0, execCached(Cli.DEPLOY + Cli.INCREMENT).exitCode());
    Path kept = cache.resolve(digest.hex());
    for (byte[] damaged : List.of(new byte[0], new byte[] {1}, new byte[1 << 20])) {
      Files.write(kept, damaged);
      Cli.Ran ran = execCached(Cli.INCREMENT);
      assertEquals(0, ran.exitCode(), ran.err());
      assertEquals(digest, Sha256.of(Files.readAllBytes(kept)));
    }
  }

  @Test
  void aFolderThatOthersMayWriteIntoIsRefused() throws Exception {
    Files.setPosixFilePermissions(
        Files.createDirectory(cache), PosixFilePermissions.fromString("rwxrwxrwx"));
    Cli.Ran ran = execCached(Cli.DEPLOY);
    assertEquals(2, ran.exitCode());
    assertTrue(
        ran.err()
            .startsWith("wastm: --blob-cache: Nothing can be cached in " + cache
                + ", because others may write into it"),
        ran.err());
  }

  @Test
  void aStoreThatFailsForAWhileIsTriedAgain() throws Exception {
    proxy.spoilNext(3, FaultProxy.Fault.ANSWER_503);
    Cli.Ran impatient = exec(Cli.DEPLOY, "--blob-cache", "none");
    assertEquals(1, impatient.exitCode(), impatient.out());
    proxy.spoilNext(3, FaultProxy.Fault.ANSWER_503);
    Cli.Ran patient = exec(Cli.DEPLOY, "--blob-cache", "none", "--blob-retry", "60");
    assertEquals(0, patient.exitCode(), patient.err());
  }

  @Test
  void aHopelessStoreEndsInASentence() throws Exception {
    proxy.spoilNext(ALL, FaultProxy.Fault.ANSWER_503);
    Cli.Ran ran = exec(Cli.DEPLOY, "--blob-cache", "none", "--blob-retry", "1");
    assertEquals(1, ran.exitCode());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().startsWith("wastm: "), ran.err());
  }

  @Test
  void limitsAreSaid() throws Exception {
    assertTrue(exec(Cli.DEPLOY, "--blob-retry", "-1").err().contains("it must be 0 to 3600."));
    assertTrue(
        exec(Cli.DEPLOY, "--blob-cache-mib", "0").err().contains("it must be 1 to 16777216."));
  }
}
