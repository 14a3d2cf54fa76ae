package dev.wastm.cli.option;

import dev.wastm.cli.io.Failure;
import dev.wastm.ledger.module.CompiledCodeDirectory;
import dev.wastm.wasm.CompiledCode;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** {@code --module-cache}, as all commands have it that execute modules. */
public final class ModuleCacheOption {
  private static final Logger LOG = LoggerFactory.getLogger(ModuleCacheOption.class);
  private static final String OFF = "none";

  @Option(
      names = "--module-cache",
      paramLabel = "DIR",
      defaultValue = "${env:WASTM_MODULE_CACHE}",
      description =
          "Where compiled modules are kept for the next start, or none. Default: the environment variable"
              + " WASTM_MODULE_CACHE, else wastm/modules in your cache directory.")
  private String directory = "";

  /** A directory that was asked for must be of use; the default one need not. */
  public CompiledCode open() {
    boolean unset =
        directory == null || directory.isBlank() || directory.equals("${env:WASTM_MODULE_CACHE}");
    if (OFF.equals(directory)) {
      return CompiledCode.none();
    } else if (unset) {
      return openDefault();
    }
    try {
      return CompiledCodeDirectory.open(Path.of(directory));
    } catch (IOException e) {
      throw Failure.badUsage("--module-cache: " + e.getMessage());
    }
  }

  private static CompiledCode openDefault() {
    try {
      return CompiledCodeDirectory.open(defaultDirectory("modules"));
    } catch (IOException e) {
      LOG.warn("{} Modules are compiled at each start.", e.getMessage());
      return CompiledCode.none();
    }
  }

  /** What is kept for the next start lies there, in a directory for each kind. */
  static Path defaultDirectory(String kind) {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path parent = cache == null || cache.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(cache);
    return parent.resolve("wastm").resolve(kind);
  }
}
