package dev.wastm.blobstore.owner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wastm.blobstore.layer.DiskCache;
import dev.wastm.blobstore.layer.Sha256;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others may have changed is not used. Only root can make files that are another's: the tests that need them are skipped elsewhere. */
class OwnersDirectoryTest {
  private static final int ANOTHER = 4321;

  @TempDir
  private Path folder;

  private Path directory = Path.of("");

  @BeforeEach
  void choose() {
    directory = folder.resolve("made").resolve("here");
  }

  private static void giveAway(Path path) throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
    Files.setAttribute(path, "unix:uid", ANOTHER, java.nio.file.LinkOption.NOFOLLOW_LINKS);
  }

  private static void allow(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private void assertRefused(String why) {
    UnsafePathException e =
        assertThrows(UnsafePathException.class, () -> OwnersDirectory.open(directory));
    assertEquals(why, e.getMessage());
  }

  @Test
  void whatIsMissingIsMadeForTheUserAlone() throws Exception {
    OwnersDirectory made = OwnersDirectory.open(directory);
    made.write("file", new byte[] {7}, ".part");
    assertArrayEquals(new byte[] {7}, made.readSecret("file").orElseThrow());
    assertTrue(made.read("absent").isEmpty());
    for (Path each : List.of(directory, directory.getParent())) {
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
    }
    assertArrayEquals(
        new byte[] {7}, OwnersDirectory.open(directory).read("file").orElseThrow());
  }

  @Test
  void aDirectoryThatOthersMayWriteIsRefused() throws Exception {
    OwnersDirectory.open(directory);
    allow(directory, "rwxrwx---");
    assertRefused("others may write into it (its mode is 0770)");
    allow(directory, "rwx----w-");
    assertRefused("others may write into it (its mode is 0702)");
  }

  @Test
  void aDirectoryOfAnotherIsRefused() throws Exception {
    OwnersDirectory.open(directory);
    giveAway(directory);
    assertRefused("it belongs to another user (" + ANOTHER + ")");
  }

  @Test
  void aLinkIsRefused() throws Exception {
    Path real = OwnersDirectory.open(directory).path();
    directory = Files.createSymbolicLink(folder.resolve("link"), real);
    assertRefused("it is a link");
  }

  @Test
  void everyDirectoryAboveMustBeTheUsersOrRoots() throws Exception {
    OwnersDirectory.open(directory);
    Path above = directory.getParent();
    allow(above, "rwxrwxrwx");
    assertRefused("others may replace what is in the directory " + above + " (its mode is 0777)");
    Files.setAttribute(above, "unix:mode", 01777);
    OwnersDirectory.open(directory);
    allow(above, "rwx------");
    giveAway(above);
    assertRefused("the directory " + above + " belongs to another user (" + ANOTHER + ")");
  }

  /** Also what a link on the way leads to. */
  @Test
  void linksOnTheWayAreFollowedThatAreTheUsers() throws Exception {
    Path real = folder.resolve("real");
    Files.createDirectories(real.resolve("inner"));
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, Path.of("real/../real/./inner"));
    directory = link.resolve("here");
    assertEquals(real.resolve("inner/here"), OwnersDirectory.open(directory).path());
    allow(real, "rwxrwxrwx");
    assertRefused("others may replace what is in the directory " + real + " (its mode is 0777)");
    allow(real, "rwx------");
    giveAway(link);
    assertRefused("the link " + link + " belongs to another user (" + ANOTHER + ")");
  }

  @Test
  void linksInACircleEnd() throws Exception {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, Path.of("link"));
    directory = link.resolve("here");
    assertRefused("it leads through more than 40 links");
  }

  private static String refusal(OwnersDirectory own, String name) {
    return String.valueOf(
        assertThrows(UnsafePathException.class, () -> own.read(name)).getMessage());
  }

  @Test
  void whatOthersLeftInItIsNotRead() throws Exception {
    OwnersDirectory own = OwnersDirectory.open(directory);
    own.write("file", new byte[1], ".part");
    allow(directory.resolve("file"), "rw-rw----");
    assertEquals("others may write it (its mode is 0660)", refusal(own, "file"));
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("file"));
    assertEquals("it is a link", refusal(own, "link"));
    Files.createDirectory(directory.resolve("folder"));
    assertEquals("it is not a file", refusal(own, "folder"));
    allow(directory.resolve("file"), "rw-r-----");
    assertEquals(1, own.read("file").orElseThrow().length);
    assertThrows(UnsafePathException.class, () -> own.readSecret("file"));
    giveAway(directory.resolve("file"));
    assertEquals("it belongs to another user (" + ANOTHER + ")", refusal(own, "file"));
  }

  @Test
  void aSecretIsReadWhereOnlyTheUserCan() throws Exception {
    Path secret = folder.resolve("secret");
    OwnersFiles.writeNewSecret(secret, new byte[] {7});
    assertArrayEquals(new byte[] {7}, OwnersFiles.readSecret(secret, 9));
    allow(secret, "rw-r-----");
    assertEquals(
        "others may read it (its mode is 0640)",
        assertThrows(UnsafePathException.class, () -> OwnersFiles.readSecret(secret, 9))
            .getMessage());
    allow(secret, "rw-------");
    allow(folder, "rwxrwxrwx");
    assertThrows(UnsafePathException.class, () -> OwnersFiles.readSecret(secret, 9));
    allow(folder, "rwx------");
    Path link = Files.createSymbolicLink(folder.resolve("link"), secret);
    assertThrows(UnsafePathException.class, () -> OwnersFiles.readSecret(link, 9));
  }

  @Test
  void newFilesReplaceNothingAndFollowNoLink() throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Path link = Files.createSymbolicLink(folder.resolve("link"), victim);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("new"));
    for (Path taken : List.of(victim, link, dangling)) {
      assertThrows(
          FileAlreadyExistsException.class, () -> OwnersFiles.writeNew(taken, new byte[1]));
      assertThrows(
          FileAlreadyExistsException.class, () -> OwnersFiles.writeNewSecret(taken, new byte[1]));
    }
    assertEquals("precious", Files.readString(victim));
    assertTrue(Files.notExists(folder.resolve("new")));
    OwnersFiles.writeNew(folder.resolve("new"), new byte[] {7});
    assertArrayEquals(new byte[] {7}, Files.readAllBytes(folder.resolve("new")));
    try (var files = Files.list(folder)) {
      assertEquals(4, files.count(), "no part is left");
    }
  }

  @Test
  void aCacheIsRefusedWhereOthersMayWrite() throws Exception {
    Sha256 digest = Sha256.of(new byte[1]);
    assertArrayEquals(new byte[1], new DiskCache(directory, 9).get(digest, () -> new byte[1]));
    allow(directory, "rwxrwxrwx");
    assertEquals(
        "Nothing can be cached in " + directory
            + ", because others may write into it (its mode is 0777); name a new directory, of"
            + " your own in one of your own.",
        assertThrows(IllegalArgumentException.class, () -> new DiskCache(directory, 9))
            .getMessage());
  }
}
