package dev.wastm.cli.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.cli.S3Server;
import dev.wastm.cli.Wastm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a file store and on a server that speaks the S3 protocol, as an operator runs them. */
@Tag("integration")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlobCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private Path folder;

  @AutoClose
  private S3Server server;

  private String files;
  private String s3;

  @BeforeEach
  void start() throws Exception {
    System.setProperty("aws.accessKeyId", S3Server.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", S3Server.SECRET_KEY);
    server = new S3Server(Files.createDirectory(folder.resolve("s3")));
    s3 = server.uri();
    files = "file:" + folder.resolve("store");
  }

  private record Ran(int exitCode, String out, String err) {
    JsonNode json() throws Exception {
      assertEquals(0, exitCode, err);
      return JSON.readTree(out);
    }
  }

  private static Ran wastm(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Wastm.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
    return new Ran(exitCode, out.toString(), err.toString());
  }

  private String file(byte[] bytes) throws Exception {
    return Files.write(Files.createTempFile(folder, "in", ".bin"), bytes).toString();
  }

  private static byte[] cat(String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, false, UTF_8));
    try {
      assertEquals(0, wastm(args).exitCode());
    } finally {
      System.setOut(before);
    }
    return bytes.toByteArray();
  }

  @Test
  void whatIsPutIsListedReadAndRemovedInEveryStore() throws Exception {
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    for (String uri : List.of(files, s3)) {
      JsonNode put = wastm("blob", "put", file(bytes), "a/b.bin", "--json", "--blob-store", uri)
          .json();
      assertEquals("{\"key\":\"a/b.bin\",\"sizeBytes\":300000}", put.toString());
      wastm("blob", "put", file(new byte[0]), "a/empty.bin", "--blob-store", uri);
      assertEquals(
          "        300000  a/b.bin\n             0  a/empty.bin\n",
          wastm("blob", "ls", "--blob-store", uri).out());
      assertEquals(
          "{\"key\":\"a/b.bin\",\"sizeBytes\":300000}\n",
          wastm("blob", "ls", "a/b", "--json", "--blob-store", uri).out());
      assertArrayEquals(bytes, cat("blob", "cat", "a/b.bin", "--blob-store", uri));
      assertArrayEquals(
          java.util.Arrays.copyOfRange(bytes, 1_000, 1_010),
          cat("blob", "cat", "a/b.bin", "--offset", "1000", "--length", "10", "--blob-store", uri));
      assertEquals(
          "removed: 1\n", wastm("blob", "rm", "a/b.bin", "--blob-store", uri).out());
      assertEquals(
          1,
          wastm("blob", "rm", "--prefix", "a/", "--json", "--blob-store", uri)
              .json()
              .get("removed")
              .asInt());
      assertEquals("", wastm("blob", "ls", "--blob-store", uri).out());
    }
  }

  @Test
  void aPutReplacesOnlyWhereAsked() throws Exception {
    wastm("blob", "put", file("old".getBytes(UTF_8)), "k.txt", "--blob-store", s3);
    String other = file("new".getBytes(UTF_8));
    assertFails(
        1,
        "The object k.txt already exists in " + s3 + ". Replace it with --overwrite.",
        "blob",
        "put",
        other,
        "k.txt",
        "--blob-store",
        s3);
    assertEquals("old", new String(cat("blob", "cat", "k.txt", "--blob-store", s3), UTF_8));
    assertEquals(
        0,
        wastm("blob", "put", other, "k.txt", "--overwrite", "--blob-store", s3).exitCode());
    assertEquals("new", new String(cat("blob", "cat", "k.txt", "--blob-store", s3), UTF_8));
  }

  @Test
  void storesAreCopiedIntoEachOtherAndNothingIsReplacedUnasked() throws Exception {
    try (BlobStore store = BlobStores.open(files)) {
      for (int i = 0; i < 40; i++) {
        store.put(BlobKey.of("d/" + i + ".bin"), new byte[i * 1_000], PutMode.IF_ABSENT);
      }
    }
    assertEquals(
        "{\"copied\":40,\"copiedBytes\":780000,\"alreadyThere\":0,\"different\":0}",
        wastm("blob", "cp", files, s3, "--json").json().toString());
    String back = "file:" + folder.resolve("back");
    assertEquals(0, wastm("blob", "cp", s3, back).exitCode());
    assertEquals(listing(files), listing(back));
    wastm("blob", "put", file(new byte[5]), "d/5.bin", "--overwrite", "--blob-store", s3);
    Ran again = wastm("blob", "cp", files, s3, "--json");
    assertEquals(1, again.exitCode());
    assertEquals(
        "{\"copied\":0,\"copiedBytes\":0,\"alreadyThere\":39,\"different\":1}\n", again.out());
    assertEquals(
        "wastm: 1 objects, the first d/5.bin, have other bytes in " + s3
            + " and were left alone; replace them with --overwrite.\n",
        again.err());
    assertEquals(
        1,
        wastm("blob", "cp", files, s3, "--prefix", "d/5.", "--overwrite", "--json")
            .json()
            .get("copied")
            .asInt());
    assertEquals(listing(files), listing(s3));
  }

  @Test
  void checkTellsEachPromiseAndLeavesNothingBehind() throws Exception {
    for (String uri : List.of(files, s3)) {
      Ran check = wastm("blob", "check", uri);
      assertEquals(0, check.exitCode(), check.out() + check.err());
      assertEquals(
          9, check.out().lines().filter(line -> line.startsWith("kept    ")).count());
      assertEquals("", wastm("blob", "ls", "--blob-store", uri).out());
    }
    try (Stream<Path> objects = Files.walk(folder)) {
      assertEquals(0, objects.filter(p -> p.toString().contains("wastm-check")).count());
    }
    JsonNode first = JSON.readTree(
        wastm("blob", "check", files, "--json").out().lines().findFirst().orElseThrow());
    assertEquals("{\"promise\":\"can be used\",\"kept\":true,\"failure\":null}", first.toString());
  }

  @Test
  void aLedgerIsKeptInS3AndVerifiedFromACopy() throws Exception {
    String counter = "../../assemblyscript-examples/examples/counter/counter.wasm";
    String batch = """
        {"actor":"system","method":"deploy","args":{"actor":"c","module":"counter@1.0.0","init":{}}}
        {"actor":"c","method":"increment","args":{"by":5}}
        """;
    assertSucceeds("module", "push", counter, "--tag", "counter@1.0.0", "--blob-store", s3);
    assertSucceeds("exec", file(batch.getBytes(UTF_8)), "--ledger", "l", "--blob-store", s3);
    assertSucceeds("ledger", "checkpoint", "--ledger", "l", "--blob-store", s3);
    assertSucceeds("ledger", "verify", "--ledger", "l", "--blob-store", s3);
    assertSucceeds("blob", "cp", s3, files);
    assertSucceeds("ledger", "verify", "--ledger", "l", "--blob-store", files);
    assertEquals(
        wastm("ledger", "dump", "--ledger", "l", "--blob-store", s3),
        wastm("ledger", "dump", "--ledger", "l", "--blob-store", files));
  }

  private static void assertSucceeds(String... args) {
    Ran ran = wastm(args);
    assertEquals(0, ran.exitCode(), ran.err());
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws Exception {
    System.setProperty("aws.secretAccessKey", "wrong");
    Ran denied = wastm("blob", "check", s3);
    assertEquals(1, denied.exitCode());
    assertTrue(
        denied
            .out()
            .contains("BROKEN  can be used: The objects of " + s3
                + " cannot be listed: access is denied (the server answered 403 SignatureDoesNotMatch);"
                + " check the credentials and their rights."),
        denied.out());
    assertFails(1, "There is no object k.x in", "blob", "cat", "k.x", "--blob-store", files);
    assertFails(1, "There is no object k.x in", "blob", "rm", "k.x", "--blob-store", files);
    assertFails(2, "has an empty segment", "blob", "cat", "a//b", "--blob-store", files);
    assertFails(2, "has the segment \"..\"", "blob", "ls", "../", "--blob-store", files);
    assertFails(2, "There is no file", "blob", "put", "/no/file", "k", "--blob-store", files);
    assertFails(2, "Name the keys to remove", "blob", "rm", "--blob-store", files);
    assertFails(2, "Name the keys", "blob", "rm", "--prefix", "", "--blob-store", files);
    assertFails(2, "Name the keys", "blob", "rm", "k", "--prefix", "a", "--blob-store", files);
    assertFails(2, "neither can be", "blob", "cat", "k", "--offset", "-1", "--blob-store", files);
    assertFails(2, "TO: No blob store is known for ftp:", "blob", "cp", files, "ftp://x/y");
    assertFails(2, "--threads: 0", "blob", "cp", files, s3, "--threads", "0");
    assertFails(2, "Missing required parameter: 'TO'", "blob", "cp", files);
    assertFails(2, "URI: The blob store URI", "blob", "check", "relative");
  }

  private static String listing(String uri) {
    Ran listed = wastm("blob", "ls", "--json", "--blob-store", uri);
    assertEquals(0, listed.exitCode(), listed.err());
    return listed.out();
  }

  private static void assertFails(int exitCode, String message, String... args) {
    Ran ran = wastm(args);
    assertEquals(exitCode, ran.exitCode(), ran.err());
    assertTrue(ran.err().contains(message), ran.err());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertEquals("", ran.out());
  }
}
