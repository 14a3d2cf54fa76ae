package dev.wastm.ledger.module;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.wastm.blobstore.owner.OwnersDirectory;
import dev.wastm.blobstore.owner.UnsafePathException;
import dev.wastm.wasm.CompiledCode;
import dev.wastm.wasm.CompiledCodeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled code in a directory of this machine, for the next start of a worker; several workers may share it. The secret key that
 * authenticates the code lies in it too, in a file that only its owner can read: whoever can read that can act as the worker anyway.
 * What others left in it, code or key, is taken for missing. Thread-safe. An operation that fails costs a compilation, and is logged. What was not used for longest is deleted where the files have
 * become too large together.
 */
public final class CompiledCodeDirectory implements CompiledCodeStore {
  /** Some thousand modules of usual size. */
  public static final long BYTES_MAX_DEFAULT = 256L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(CompiledCodeDirectory.class);
  private static final String KEY_FILE = "key";
  private static final String SUFFIX = ".code";
  private static final String PART_SUFFIX = ".part";

  /** Nobody writes for so long: what is older was left behind by a worker that was killed. */
  private static final long PART_AGE_MAX_MS = 3_600_000;

  private final OwnersDirectory directory;
  private final long bytesMax;
  private final Clock clock;

  /** About: what other workers write is seen when files are deleted next. */
  @GuardedBy("this")
  private long bytes;

  private CompiledCodeDirectory(OwnersDirectory directory, long bytesMax, Clock clock) {
    this.directory = directory;
    this.bytesMax = bytesMax;
    this.clock = clock;
  }

  /**
   * Opens a directory, making it and its key where they are missing.
   *
   * @throws IOException where that is impossible, or others may write into the directory or replace it; with a sentence that says what to do
   */
  public static CompiledCode open(Path directory) throws IOException {
    return open(directory, BYTES_MAX_DEFAULT, Clock.systemUTC());
  }

  static CompiledCode open(Path directory, long bytesMax, Clock clock) throws IOException {
    try {
      CompiledCodeDirectory store =
          new CompiledCodeDirectory(OwnersDirectory.open(directory), bytesMax, clock);
      byte[] key = store.key();
      store.prune();
      return new CompiledCode(store, key);
    } catch (UnsafePathException e) {
      throw new IOException(
          "Compiled modules cannot be kept in " + directory + ", because " + e.getMessage()
              + ", and what is there would be executed here; name a new directory, of your own in one of your own.",
          e);
    } catch (IOException e) {
      throw new IOException(
          "Compiled modules cannot be kept in " + directory + ", because it cannot be written: " + e
              + ".",
          e);
    }
  }

  /** Where two workers make it at once, one of theirs remains; what was sealed with the other is compiled again. */
  private byte[] key() throws IOException {
    Optional<byte[]> existing = existingKey();
    if (existing.isPresent() && existing.get().length == CompiledCode.KEY_BYTES) {
      return existing.get();
    }
    directory.write(KEY_FILE, newKey(), PART_SUFFIX);
    return directory.readSecret(KEY_FILE).orElseThrow(() -> new NoSuchFileException(KEY_FILE));
  }

  private Optional<byte[]> existingKey() throws IOException {
    try {
      return directory.readSecret(KEY_FILE);
    } catch (UnsafePathException e) {
      LOG.warn(
          "The key of the compiled modules in {} is replaced, and they are compiled again, because {}.",
          directory.path(),
          e.getMessage());
      return Optional.empty();
    }
  }

  private static byte[] newKey() {
    byte[] key = new byte[CompiledCode.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  private record Kept(Path file, long size, long usedMs) {}

  /** Deletes what was left behind, and what was not used for longest, until there is room again. */
  private synchronized void prune() throws IOException {
    List<Kept> kept = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory.path())) {
      for (Path file : (Iterable<Path>) all::iterator) {
        look(file, kept);
      }
    }
    kept.sort(Comparator.comparingLong(Kept::usedMs));
    bytes = kept.stream().mapToLong(Kept::size).sum();
    for (Kept each : kept) {
      if (bytes <= bytesMax) {
        break;
      }
      Files.deleteIfExists(each.file());
      bytes -= each.size();
    }
  }

  private void look(Path file, List<Kept> kept) throws IOException {
    try {
      long usedMs = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis();
      if (file.toString().endsWith(SUFFIX)) {
        kept.add(new Kept(file, Files.size(file), usedMs));
      } else if (file.toString().endsWith(PART_SUFFIX)
          && clock.millis() - usedMs > PART_AGE_MAX_MS) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Another worker has deleted it meanwhile.
    }
  }

  @Override
  public Optional<byte[]> get(String name) {
    try {
      Optional<byte[]> content = directory.read(name + SUFFIX);
      content.ifPresent(found -> touch(name + SUFFIX));
      return content;
    } catch (IOException e) {
      LOG.warn("Compiled code could not be read, and is compiled again: {}", e.toString());
      return Optional.empty();
    }
  }

  /** The time of the last change tells the last use. */
  private void touch(String file) {
    try {
      Files.setLastModifiedTime(
          directory.path().resolve(file), FileTime.fromMillis(clock.millis()));
    } catch (IOException e) {
      LOG.debug("Compiled code may be deleted before its time: {}", e.toString());
    }
  }

  @Override
  public void put(String name, byte[] content) {
    try {
      directory.write(name + SUFFIX, content, PART_SUFFIX);
      if (add(content.length) > bytesMax) {
        prune();
      }
    } catch (IOException e) {
      LOG.warn("Compiled code could not be kept for the next start: {}", e.toString());
    }
  }

  private synchronized long add(long length) {
    bytes += length;
    return bytes;
  }
}
