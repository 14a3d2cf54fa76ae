package dev.wastm.ledger.module;

import dev.wastm.wasm.CompiledCode;
import dev.wastm.wasm.CompiledCodeStore;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.KeyGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled code in a directory of this machine, for the next start of a worker; several workers may share it. The secret key that
 * authenticates the code lies in it too, in a file that only its owner can read: whoever can read that can act as the worker anyway.
 * Thread-safe. An operation that fails costs a compilation, and is logged.
 */
public final class CompiledCodeDirectory implements CompiledCodeStore {
  private static final Logger LOG = LoggerFactory.getLogger(CompiledCodeDirectory.class);
  private static final String KEY_FILE = "key";
  private static final String SUFFIX = ".code";

  /** Of some 30 KB each. */
  private static final int FILES_MAX = 4_096;

  private final Path directory;

  private CompiledCodeDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens a directory, making it and its key where they are missing, and deletes the oldest files where there are too many.
   *
   * @throws IOException where that is impossible
   */
  public static CompiledCode open(Path directory) throws IOException {
    Files.createDirectories(directory, ownersOnly("rwx------"));
    CompiledCodeDirectory store = new CompiledCodeDirectory(directory);
    prune(directory, FILES_MAX);
    return new CompiledCode(store, store.key());
  }

  private static FileAttribute<?>[] ownersOnly(String permissions) {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Where two workers make it at once, one of theirs remains; what was sealed with the other is compiled again. */
  private byte[] key() throws IOException {
    Optional<byte[]> existing = read(KEY_FILE);
    if (existing.isPresent() && existing.get().length == CompiledCode.KEY_BYTES) {
      return existing.get();
    }
    write(KEY_FILE, newKey());
    return Files.readAllBytes(directory.resolve(KEY_FILE));
  }

  private static byte[] newKey() {
    try {
      KeyGenerator generator = KeyGenerator.getInstance("HmacSHA256");
      generator.init(CompiledCode.KEY_BYTES * Byte.SIZE);
      return generator.generateKey().getEncoded();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has HMAC-SHA256.", e);
    }
  }

  /** Deletes the oldest files but so many. */
  static void prune(Path directory, int filesMax) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(file -> file.toString().endsWith(SUFFIX))
          .sorted(Comparator.comparing(CompiledCodeDirectory::modified).reversed())
          .toList();
    }
    for (Path file : files.subList(Math.min(filesMax, files.size()), files.size())) {
      Files.deleteIfExists(file);
    }
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public Optional<byte[]> get(String name) {
    try {
      return read(name + SUFFIX);
    } catch (IOException e) {
      LOG.warn("Compiled code could not be read, and is compiled again: {}", e.toString());
      return Optional.empty();
    }
  }

  private Optional<byte[]> read(String file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(directory.resolve(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void put(String name, byte[] content) {
    try {
      write(name + SUFFIX, content);
    } catch (IOException e) {
      LOG.warn("Compiled code could not be kept for the next start: {}", e.toString());
    }
  }

  /** Nobody sees half a file. */
  private void write(String file, byte[] content) throws IOException {
    Path part = Files.createTempFile(directory, file, ".part", ownersOnly("rw-------"));
    try {
      Files.write(part, content);
      Files.move(part, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
