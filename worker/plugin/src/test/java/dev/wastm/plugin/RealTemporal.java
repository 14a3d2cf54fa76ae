package dev.wastm.plugin;

import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Temporal's own server, where its command line is installed: on the PATH, or in Go's folder of programs. */
final class RealTemporal {
  private static final String MISSING = "REAL TEMPORAL SERVER NOT FOUND: its tests are SKIPPED. "
      + "To run them: go install github.com/temporalio/cli/cmd/temporal@v1.5.1";

  private RealTemporal() {}

  /** Starts a server with its data in the folder; skips the test, loudly, where there is none to start. */
  static TemporalDevServer startOrSkip(Path folder) {
    Optional<Path> program = program();
    if (program.isEmpty()) {
      System.err.println(MISSING);
    }
    Assumptions.assumeTrue(program.isPresent(), MISSING);
    return TemporalDevServer.start(TemporalDevServerOptions.newBuilder()
        .setExistingPath(program.orElseThrow().toString())
        .setDatabaseFilename(folder.resolve("temporal.db").toString())
        .setLogFile(folder.resolve("temporal.log").toString())
        .build());
  }

  private static Optional<Path> program() {
    Stream<String> path =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
    Stream<String> go = Stream.of(System.getProperty("user.home") + "/go/bin");
    return Stream.concat(path, go)
        .map(folder -> Path.of(folder, "temporal"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
