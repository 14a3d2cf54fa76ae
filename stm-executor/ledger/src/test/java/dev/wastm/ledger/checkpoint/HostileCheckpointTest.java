package dev.wastm.ledger.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.SealedFile;
import dev.wastm.ledger.proto.CheckpointManifestProto;
import dev.wastm.ledger.proto.CheckpointPartProto;
import dev.wastm.ledger.proto.StateChunkProto;
import dev.wastm.ledger.proto.StateEntryProto;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Change;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checkpoints made by someone who can write to the store, and compute every digest, but means harm: refused, named, and passed over. */
@Tag("attack")
class HostileCheckpointTest {
  private static final long BOMB_BYTES = 512L * 1024 * 1024;

  private Fixture fixture;
  private Checkpoints checkpoints;
  private LedgerHead head;

  @BeforeEach
  void execute() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.simplest());
    Ledger ledger = fixture.ledger("l");
    Fixture.commit(ledger, Fixture.deploy("c"));
    ledger.checkpoint();
    Fixture.commit(ledger, Fixture.increment("c", 5));
    ledger.checkpoint();
    head = ledger.head();
    checkpoints = new Checkpoints(fixture.store, "l");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aPartNamedElsewhereIsRefused() throws Exception {
    for (String name :
        List.of("../../../../etc/passwd", "/etc/passwd", "manifest", "", "x.tar.zst")) {
      rewrite(part -> part.setName(name));
      assertRefused(
          "its manifest has a part whose name is not that of its digest: \"" + name + "\"");
    }
    for (long height : new long[] {3, -1, 1_000_000}) {
      rewrite(part -> part.setHeight(height));
      assertRefused("its manifest has a part of height " + Long.toUnsignedString(height)
          + ", which cannot be");
    }
    rewrite(part -> part.setHeight(1));
    assertRefused("its file ledgers/l/checkpoints/00000000000000000001/");
    rewrite(part -> part.setSha256(ByteString.EMPTY));
    assertRefused("its manifest has a part without a digest");
  }

  @Test
  void sizesThatLieAreRefused() throws Exception {
    rewrite(part -> part.setSizeBytes(part.getSizeBytes() + 1));
    assertRefused("its part ledgers/l/checkpoints/00000000000000000002/");
    rewrite(part -> part.setSizeBytes(-1));
    assertRefused("its part ledgers/l/checkpoints/00000000000000000002/");
    for (long entries : new long[] {Long.MAX_VALUE, -1, 0}) {
      rewrite(part -> part.setEntries(entries));
      assertRefused("its manifest has a part of " + Long.toUnsignedString(entries)
          + " entries, which cannot be");
    }
    rewrite(part -> part.setEntries(3));
    assertRefused("its part ");
    CheckpointManifestProto manifest = manifestOf(head.header().orElseThrow().bytes());
    put(manifest.toBuilder().setEntries(1 + manifest.getEntries()).build());
    assertRefused("it has 2 entries; its manifest says 3");
  }

  /** However often a manifest names a part, it is not read again. */
  @Test
  void aPartThatIsNamedTwiceIsRefused() throws Exception {
    CheckpointManifestProto manifest = manifestOf(head.header().orElseThrow().bytes());
    CheckpointPartProto part = manifest.getParts(0);
    put(manifest.toBuilder().addAllParts(Collections.nCopies(50_000, part)).build());
    assertRefused("its manifest has the part " + part.getName() + " twice");
    CheckpointManifestProto.Builder runs = manifest.toBuilder().clearParts();
    for (long height = 1; height <= 2; height++) {
      runs.addParts(part.toBuilder().setHeight(height));
    }
    put(runs.build());
    assertRefused("its manifest has runs of parts that should have been merged");
    put(manifest.toBuilder()
        .addAllParts(Collections.nCopies(1_200_000, CheckpointPartProto.getDefaultInstance()))
        .build());
    assertRefused("its manifest has more parts than there can be");
  }

  /** A state for which there is no room is refused before it is read. */
  @Test
  void aStateThatTakesTheHeapIsRefused() throws Exception {
    CheckpointManifestProto manifest = manifestOf(head.header().orElseThrow().bytes());
    CheckpointManifestProto.Builder many = manifest.toBuilder().clearParts();
    for (int i = 0; i < 100_000; i++) {
      Digest digest = Sha256.of(Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
      many.addParts(manifest.getParts(0).toBuilder()
          .setEntries(1_000_000)
          .setName(digest.hex() + ".tar.zst")
          .setSha256(digest.toByteString()));
    }
    put(many.build());
    assertRefused("its state takes more than the ");
  }

  @Test
  void archivesThatAreNoPartsAreRefused() throws Exception {
    byte[] content = new byte[10];
    replacePart(HostileArchives.archive("../state", TarConstants.LF_NORMAL, 10, content));
    assertRefused("it does not hold the file \"state\"");
    for (byte type : new byte[] {
      TarConstants.LF_SYMLINK,
      TarConstants.LF_DIR,
      TarConstants.LF_GNUTYPE_SPARSE,
      TarConstants.LF_GNUTYPE_LONGNAME
    }) {
      replacePart(HostileArchives.archive("state", type, 0, new byte[0]));
      assertRefused("its \"state\" is not an ordinary file, as archives of WASTM have them");
    }
    replacePart(HostileArchives.archive("x", TarConstants.LF_PAX_EXTENDED_HEADER_LC, 10, content));
    assertRefused("it has a header that is no file's name");
    replacePart(new byte[] {1, 2, 3});
    assertRefused("it cannot be decompressed: ");
    replacePart(new byte[0]);
    assertRefused("it ends in the middle of a file");
    replacePart(HostileArchives.zstd(new byte[0]));
    assertRefused("it ends in the middle of a file");
    replacePart(HostileArchives.two());
    assertRefused("it holds something else than the file \"state\"");
  }

  @Test
  void bombsAreRefusedBeforeTheyFillTheMemory() throws Exception {
    replacePart(HostileArchives.zeros(BOMB_BYTES));
    assertRefused("it goes on after its end");
    replacePart(
        HostileArchives.archive("state", TarConstants.LF_NORMAL, 16 << 20, new byte[16 << 20]));
    assertRefused("its \"state\" has 16777216 bytes, and such a file has at most 9437184");
    fixture.store.put(part(), new byte[CheckpointPart.FILE_BYTES_MAX + 1], PutMode.OVERWRITE);
    assertRefused(
        "its file " + part() + " has more than " + CheckpointPart.FILE_BYTES_MAX + " bytes");
  }

  @Test
  void entriesOfAnotherStateAreRefused() throws Exception {
    StateEntryProto entry = StateEntryProto.newBuilder()
        .setKey(ByteString.copyFromUtf8("c\0count"))
        .setValue(ByteString.copyFromUtf8("rich"))
        .build();
    replacePart(
        CheckpointPart.write(StateChunkProto.newBuilder().addEntries(entry).build()), 1);
    assertRefused("it has 1 entries; its manifest says 2");
    replacePart(
        CheckpointPart.write(
            StateChunkProto.newBuilder().addEntries(entry).addEntries(entry).build()),
        2);
    assertRefused(
        "its part " + manifest().getParts(0).getName() + " is out of order at the key c/count");
    StateEntryProto other =
        entry.toBuilder().setKey(ByteString.copyFromUtf8("d\0count")).build();
    replacePart(
        CheckpointPart.write(
            StateChunkProto.newBuilder().addEntries(entry).addEntries(other).build()),
        2);
    assertRefused("its entries do not have the state root of its height");
    replacePart(
        CheckpointPart.write(StateChunkProto.newBuilder()
            .addEntries(
                StateEntryProto.newBuilder().setKey(ByteString.copyFromUtf8("no zero byte")))
            .build()),
        1);
    assertRefused("its entries cannot be read: A state key holds a zero byte");
  }

  @Test
  void aHeaderThatTheJournalDoesNotHaveIsRefused() throws Exception {
    CheckpointManifestProto older = CheckpointManifestProto.parseFrom(SealedFile.CHECKPOINT_MANIFEST
        .open(fixture.store.get(BlobKey.of("ledgers/l/checkpoints/00000000000000000001/manifest")))
        .orElseThrow());
    put(older);
    assertRefused("its header is not the one that the journal has at height 2");
    put(manifestOf(ByteString.copyFromUtf8("no header")));
    assertRefused("its manifest cannot be read: ");
  }

  /** Whatever bytes an archive has, below its compression too: an answer or a refusal, nothing else. */
  @Test
  void noBytesMakeTheReaderFailInAnotherWay() throws Exception {
    Random random = new Random(1);
    byte[] tar = HostileArchives.tar("state", TarConstants.LF_NORMAL, 700, new byte[700]);
    int refused = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] changed = tar.clone();
      for (int i = 0; i <= random.nextInt(8); i++) {
        // Most of the time somewhere in the header, where the structure is.
        int at = random.nextInt(random.nextInt(4) == 0 ? changed.length : 512);
        changed[at] = (byte) random.nextInt(256);
      }
      HostileArchives.fixChecksum(changed);
      try {
        List<StateChange> unused =
            CheckpointPart.read(HostileArchives.zstd(changed), 100).entries();
      } catch (CorruptCheckpointException e) {
        refused++;
      }
    }
    assertTrue(refused > 500);
  }

  /** Many small entries are more framing than content: a part must be cut by what it unpacks to. */
  @Test
  void aStateOfTinyEntriesIsRestored() throws Exception {
    List<StateChange> changes = new ArrayList<>();
    for (int i = 0; i < 1_200_000; i++) {
      byte[] key = {(byte) (i >> 16), (byte) (i >> 8), (byte) i};
      changes.add(
          new StateChange(StateKey.of(new byte[] {'a'}, key), new Change.Put<>(new byte[0])));
    }
    State state = State.EMPTY.with(changes);
    List<byte[]> files = new ArrayList<>();
    PartWriter writer = new PartWriter((file, entries) -> {
      files.add(file);
      return CheckpointPartProto.getDefaultInstance();
    });
    State.EMPTY.forEachChange(state, writer::add);
    int parts = writer.finish().size();
    assertEquals(parts, files.size());
    State restored = State.EMPTY;
    for (byte[] file : files) {
      restored = restored.with(CheckpointPart.read(file, 2_000_000).entries());
    }
    assertEquals(state.root(), restored.root());
    assertTrue(files.size() > 1);
  }

  private void assertRefused(String reason) throws Exception {
    String found = assertThrows(CorruptCheckpointException.class, () -> checkpoints.read(2))
        .getMessage();
    assertTrue(found.startsWith(reason), found);
    assertEquals(1, checkpoints.newestAtMost(9).height());
  }

  private void rewrite(Consumer<CheckpointPartProto.Builder> change) throws Exception {
    CheckpointManifestProto.Builder manifest =
        manifestOf(head.header().orElseThrow().bytes()).toBuilder();
    change.accept(manifest.getPartsBuilder(0));
    put(manifest.build());
  }

  private void replacePart(byte[] file) throws Exception {
    replacePart(file, 2);
  }

  private void replacePart(byte[] file, int entries) throws Exception {
    Digest digest = Sha256.of(file);
    String name = digest.hex() + ".tar.zst";
    fixture.store.put(
        BlobKey.of("ledgers/l/checkpoints/00000000000000000002/" + name), file, PutMode.OVERWRITE);
    rewrite(part -> part.setName(name)
        .setSha256(digest.toByteString())
        .setSizeBytes(file.length)
        .setEntries(entries));
  }

  private BlobKey part() throws Exception {
    return BlobKey.of(
        "ledgers/l/checkpoints/00000000000000000002/" + manifest().getParts(0).getName());
  }

  private CheckpointManifestProto manifest() throws Exception {
    return checkpointFiles().readManifest(2);
  }

  /** The honest manifest of height 2, with some header. */
  private CheckpointManifestProto manifestOf(ByteString header) {
    PartWriter parts =
        new PartWriter((file, entries) -> checkpointFiles().putPart(2, file, entries));
    State.EMPTY.forEachChange(head.state(), parts::add);
    return CheckpointManifestProto.newBuilder()
        .setHeader(header)
        .setEntries(head.state().size())
        .addAllParts(parts.finish())
        .build();
  }

  private CheckpointFiles checkpointFiles() {
    return new CheckpointFiles(fixture.store, "l");
  }

  private void put(CheckpointManifestProto manifest) {
    fixture.store.put(
        checkpointFiles().manifestKey(2),
        SealedFile.CHECKPOINT_MANIFEST.seal(manifest.toByteString()),
        PutMode.OVERWRITE);
  }
}
