package dev.wastm.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A new folder for what a measurement stores, which is removed when it is closed. */
public record TemporaryFolder(Path path) implements AutoCloseable {
  public static TemporaryFolder make() throws IOException {
    return new TemporaryFolder(Files.createTempDirectory("wastm-bench-"));
  }

  @Override
  public void close() throws IOException {
    remove(path);
  }

  /** Removes a folder and all that is in it, where there is such a folder. */
  public static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
