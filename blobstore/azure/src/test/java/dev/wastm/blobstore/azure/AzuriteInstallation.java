package dev.wastm.blobstore.azure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Azurite, Microsoft's server for tests, in the folder {@code azurite}; brought there by npm when it is first needed. */
final class AzuriteInstallation {
  static final Path FOLDER = Path.of("azurite");

  private static final Path LOCK = FOLDER.resolve("package-lock.json");

  /** The last file that {@code npm ci} writes. */
  private static final Path INSTALLED = FOLDER.resolve("node_modules/.package-lock.json");

  /** A slow network brings the 365 MB in this time; 40 s are usual. */
  private static final int INSTALL_TIMEOUT_S = 300;

  private AzuriteInstallation() {}

  /** The server's main file. Skips the calling test, loudly, where there is no npm; fails it where npm fails. */
  static synchronized Path main() throws IOException, InterruptedException {
    if (!isOnPath("node") || !isOnPath("npm")) {
      String skipped = "AZURE BLOB STORE NOT TESTED: there is no node and npm here to run Azurite";
      System.err.println(skipped);
      Assumptions.abort(skipped);
    }
    if (!isInstalled()) {
      install();
    }
    return FOLDER.resolve("node_modules/azurite/dist/src/blob/main.js");
  }

  private static boolean isInstalled() throws IOException {
    return Files.exists(INSTALLED)
        && Files.getLastModifiedTime(INSTALLED).compareTo(Files.getLastModifiedTime(LOCK)) >= 0;
  }

  private static void install() throws IOException, InterruptedException {
    System.err.println("Installing Azurite with npm …");
    Path log = Files.createTempFile("npm-ci", ".log");
    List<String> command =
        List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress");
    Process npm = new ProcessBuilder(command)
        .directory(FOLDER.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    Thread killer = new Thread(() -> kill(npm));
    Runtime.getRuntime().addShutdownHook(killer);
    try {
      if (!npm.waitFor(INSTALL_TIMEOUT_S, TimeUnit.SECONDS) || npm.exitValue() != 0) {
        kill(npm);
        throw new IOException("npm ci failed in blobstore/azure/azurite, or took more than "
            + INSTALL_TIMEOUT_S + " s: " + Files.readString(log));
      }
    } finally {
      Runtime.getRuntime().removeShutdownHook(killer);
      Files.deleteIfExists(log);
    }
  }

  private static void kill(Process npm) {
    npm.descendants().forEach(ProcessHandle::destroyForcibly);
    npm.destroyForcibly();
  }

  private static boolean isOnPath(String command) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }
}
