package dev.wastm.blobstore.owner;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What the file system says of one name, asked at once and without following a link.
 *
 * @param uid the owner
 * @param mode type and permissions, as {@code stat} gives them
 */
record FileOwner(int uid, int mode, boolean isLink, boolean isDirectory, boolean isFile) {
  static final int WRITABLE_BY_OTHERS = 0022;
  static final int OPEN_TO_OTHERS = 0066;
  private static final int STICKY = 01000;
  private static final int PERMISSIONS = 07777;
  private static final int ROOT = 0;

  /** Whether the file system of a path knows owners at all. */
  static boolean isKnownTo(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /** @throws IOException where there is nothing of that name, or it cannot be asked for */
  static FileOwner of(Path path) throws IOException {
    Map<String, Object> found = Files.readAttributes(
        path, "unix:uid,mode,isSymbolicLink,isDirectory,isRegularFile", LinkOption.NOFOLLOW_LINKS);
    return new FileOwner(
        number(found, "uid"),
        number(found, "mode"),
        isSo(found, "isSymbolicLink"),
        isSo(found, "isDirectory"),
        isSo(found, "isRegularFile"));
  }

  private static int number(Map<String, Object> found, String name) {
    return (Integer) Objects.requireNonNull(found.get(name));
  }

  private static boolean isSo(Map<String, Object> found, String name) {
    return (Boolean) Objects.requireNonNull(found.get(name));
  }

  boolean isUser() {
    return uid == User.UID;
  }

  boolean isUserOrRoot() {
    return uid == ROOT || isUser();
  }

  boolean allows(int permissions) {
    return (mode & permissions) != 0;
  }

  /** Whether others may replace what is in the directory: not where only owners may remove their own. */
  boolean letsOthersReplace() {
    return allows(WRITABLE_BY_OTHERS) && !allows(STICKY);
  }

  String permissions() {
    return String.format("%04o", mode & PERMISSIONS);
  }

  /** Asked once. */
  private static final class User {
    static final int UID = Math.toIntExact(new UnixSystem().getUid());
  }
}
