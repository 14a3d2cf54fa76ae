package dev.wastm.ledger.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.archive.ArchiveWriter;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionFailedException;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.Verification;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
class BundleTest {
  private static final long ROOM = 64L * 1024 * 1024;

  private static Fixture fixture;
  private static Ledger ledger;
  private static byte[] whole;
  private static byte[] tail;

  @BeforeAll
  static void export() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.simplest());
    ledger = fixture.ledger("l");
    Fixture.commit(ledger, Fixture.deploy("c") + Fixture.increment("c", 5));
    Fixture.commit(ledger, Fixture.increment("c", 1));
    Fixture.commit(ledger, Fixture.increment("c", 2) + Fixture.deploy("d"));
    whole = export(1, 3);
    tail = export(3, 3);
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  private static byte[] export(long from, long to) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BundleExport.write(fixture.store, "l", from, to, bytes);
    return bytes.toByteArray();
  }

  private static Function<BlobStore, BatchExecution> executing(ExecutionOptions options) {
    return store -> BatchExecution.open(options, new ModuleStore(store));
  }

  private static Verification verify(byte[] bundle) throws Exception {
    return Bundle.open(BlobSource.of(bundle), 4 * ROOM)
        .verify(executing(ExecutionOptions.simplest()), Expectations.NONE, height -> {});
  }

  @Test
  void aBundleIsVerifiedWithNothingButItself() throws Exception {
    for (byte[] bundle : List.of(whole, tail)) {
      for (ExecutionOptions options :
          List.of(ExecutionOptions.fastest(), ExecutionOptions.simplest())) {
        Verification.Verified verified = assertInstanceOf(
            Verification.Verified.class,
            Bundle.open(BlobSource.of(bundle), 4 * ROOM)
                .verify(executing(options), Expectations.NONE, height -> {}));
        assertEquals(3, verified.toHeight());
        assertEquals(ledger.head().hash().hex(), verified.headerHash());
      }
    }
    assertEquals(3, Bundle.open(BlobSource.of(tail), 4 * ROOM).from());
  }

  @Test
  void theSameRangeGivesTheSameBytes() throws Exception {
    assertArrayEquals(whole, export(1, 3));
    assertArrayEquals(tail, export(3, 3));
  }

  @Test
  void everyFlippedMissingOrAddedByteIsFound() {
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      assertRefused("This is no whole bundle", flipped);
    }
    for (int length = 0; length < tail.length; length += 97) {
      assertRefused("This is no whole bundle", Arrays.copyOf(tail, length));
    }
    assertRefused("This is no whole bundle", Arrays.copyOf(tail, tail.length + 1));
  }

  /** The seal is a frame that Zstandard skips: with it or without it, the archive reads the same. */
  @Test
  void ordinaryToolsUnpackIt() throws Exception {
    Map<String, byte[]> contents = unpack(tail);
    assertEquals(
        List.of(
            "bundle.json",
            "ledgers/l/checkpoints/00000000000000000002/manifest",
            "ledgers/l/genesis",
            "ledgers/l/journal/00000000000000000002.batch",
            "ledgers/l/journal/00000000000000000003.batch"),
        contents.keySet().stream()
            .filter(name -> !name.endsWith(".zst") && !name.endsWith(".wasm"))
            .toList());
    assertEquals(7, contents.size());
    assertArrayEquals(
        Fixture.counter(),
        contents.entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(".wasm"))
            .findFirst()
            .orElseThrow()
            .getValue());
  }

  @Test
  void whatDoesNotBelongIsRefused() throws Exception {
    for (String name : List.of(
        "../../etc/passwd",
        "/etc/passwd",
        "modules/sha256/../../x.wasm",
        "ledgers/other/journal/00000000000000000003.batch",
        "ledgers/l/checkpoints/00000000000000000003/manifest",
        "ledgers/l/journal/00000000000000000001.batch",
        "ledgers/l/journal/00000000000000000004.batch",
        "ledgers/l/signatures/00000000000000000002/" + "0".repeat(64) + ".sig",
        "ledgers/l/checkpoints/00000000000000000002/" + "0".repeat(64) + ".tar.zst",
        "ledgers/l/journal/3.batch")) {
      Map<String, byte[]> contents = unpack(tail);
      contents.put(name, new byte[1]);
      assertRefused("The bundle holds \"", pack(contents));
    }
    for (byte[] bundle : List.of(whole, tail)) {
      Map<String, byte[]> contents = unpack(bundle);
      contents.put("modules/sha256/" + "0".repeat(64) + ".wasm", new byte[1]);
      assertRefused("The bundle holds \"modules/sha256/000000", pack(contents));
    }
    assertRefused("The bundle does not begin with bundle.json.", pack(Map.of()));
    assertRefused(
        "The bundle's bundle.json cannot be read: ", pack(Map.of("bundle.json", new byte[] {1})));
    assertRefused(
        "The bundle's bundle.json cannot be read: it names no ledger",
        pack(Map.of(
            "bundle.json", "{\"format\":\"wastm bundle 1\"}".getBytes(StandardCharsets.UTF_8))));
    assertRefused(
        "The bundle cannot be unpacked: its \"bundle.json\" has 5000 bytes, and such a file has at most 4096.",
        pack(Map.of("bundle.json", new byte[5000])));
    assertRefused("The bundle cannot be unpacked: ", sealed(new byte[] {1, 2, 3}));
  }

  @Test
  void linksAndBombsAreRefused() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new ZstdCompressorOutputStream(bytes))) {
      TarArchiveEntry link = new TarArchiveEntry("bundle.json", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/passwd");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
    assertRefused(
        "The bundle cannot be unpacked: its \"bundle.json\" is not an ordinary file",
        sealed(bytes.toByteArray()));
    Map<String, byte[]> contents = unpack(tail);
    contents.put("ledgers/l/journal/00000000000000000003.batch", new byte[(int) ROOM]);
    assertRefused("The bundle unpacks to more, and there is room for " + ROOM, pack(contents));
  }

  @Test
  void whatIsMissingOrWrongIsNamed() throws Exception {
    Map<String, byte[]> contents = unpack(tail);
    contents.keySet().removeIf(name -> name.endsWith("/manifest"));
    assertRefused("The bundle holds \"ledgers/l/checkpoints/00000000000000000002/", pack(contents));
    contents.keySet().removeIf(name -> name.contains("/checkpoints/"));
    assertRefused("The bundle's state before height 3 is missing or damaged.", pack(contents));
    Map<String, byte[]> noModule = unpack(tail);
    noModule.keySet().removeIf(name -> name.endsWith(".wasm"));
    String message = assertThrows(ExecutionFailedException.class, () -> verify(pack(noModule)))
        .getMessage();
    assertTrue(message.contains("There is no object modules/sha256/"), message);
    Map<String, byte[]> noBatch = unpack(whole);
    noBatch.remove("ledgers/l/journal/00000000000000000002.batch");
    assertEquals(
        2, assertInstanceOf(Verification.Damaged.class, verify(pack(noBatch))).height());
    Map<String, byte[]> lie = unpack(whole);
    String genesis = Fixture.genesis("l").hash().hex();
    lie.put(
        "bundle.json",
        new BundleIndex(BundleIndex.FORMAT, "l", genesis, 1, 3, "0".repeat(64)).encode());
    assertRefused("The bundle says that it ends with the header ", pack(lie));
    Map<String, byte[]> otherLedger = unpack(whole);
    String header = new Journal(fixture.store, "l").require(2).header().hash().hex();
    otherLedger.put(
        "bundle.json",
        new BundleIndex(
                BundleIndex.FORMAT, "l", header, 1, 3, ledger.head().hash().hex())
            .encode());
    assertRefused("The bundle says that it has the genesis " + header, pack(otherLedger));
    Map<String, byte[]> noGenesis = unpack(whole);
    noGenesis.remove("ledgers/l/genesis");
    assertTrue(assertInstanceOf(Verification.Damaged.class, verify(pack(noGenesis)))
        .reason()
        .startsWith("The genesis of the ledger \"l\" is missing."));
  }

  private static void assertRefused(String reason, byte[] bundle) {
    String message =
        assertThrows(InvalidBundleException.class, () -> verify(bundle)).getMessage();
    assertTrue(message.startsWith(reason), message);
  }

  private static Map<String, byte[]> unpack(byte[] bundle) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(
        new ZstdCompressorInputStream(new ByteArrayInputStream(bundle)))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        contents.put(entry.getName(), tar.readAllBytes());
        entry = tar.getNextEntry();
      }
    }
    return contents;
  }

  private static byte[] pack(Map<String, byte[]> contents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArchiveWriter archive = new ArchiveWriter(bytes)) {
      if (contents.containsKey("bundle.json")) {
        archive.add("bundle.json", contents.get("bundle.json"));
      }
      for (Map.Entry<String, byte[]> content : new TreeMap<>(contents).entrySet()) {
        if (!content.getKey().equals("bundle.json")) {
          archive.add(content.getKey(), content.getValue());
        }
      }
    }
    return sealed(bytes.toByteArray());
  }

  private static byte[] sealed(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BundleSeal.append(content, out);
    return out.toByteArray();
  }
}
