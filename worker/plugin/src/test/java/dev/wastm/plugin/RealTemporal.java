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

  /** A free port is found before it is used, so another program, or the server's own connections, may take it in between. */
  private static final int STARTS = 5;

  private RealTemporal() {}

  /** Starts a server with its data in the folder; skips the test, loudly, where there is none to start. */
  static TemporalDevServer startOrSkip(Path folder) {
    Optional<Path> program = program();
    if (program.isEmpty()) {
      System.err.println(MISSING);
    }
    Assumptions.assumeTrue(program.isPresent(), MISSING);
    return start(program.orElseThrow(), folder);
  }

  private static TemporalDevServer start(Path program, Path folder) {
    IllegalStateException ended = new IllegalStateException("no start was tried");
    for (int i = 1; i <= STARTS; i++) {
      try {
        return TemporalDevServer.start(TemporalDevServerOptions.newBuilder()
            .setExistingPath(program.toString())
            .setDatabaseFilename(folder.resolve("temporal-" + i + ".db").toString())
            .setLogFile(folder.resolve("temporal-" + i + ".log").toString())
            .build());
      } catch (IllegalStateException e) {
        System.err.println("Temporal's server ended at start " + i + " of " + STARTS + ".");
        ended = e;
      }
    }
    throw ended;
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
