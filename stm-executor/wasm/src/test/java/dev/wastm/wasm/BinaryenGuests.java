package dev.wastm.wasm;

import dev.wastm.wasm.runtime.V8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Random valid modules by Binaryen's fuzzer ({@code wasm-opt --translate-to-fuzz}), which came with the AssemblyScript compiler: another
 * generator than our own, that knows nothing of what we thought of.
 */
final class BinaryenGuests {
  /** What such modules import functions from. */
  static final String IMPORTED = "fuzzing-support";

  private static final Path PROGRAM =
      Path.of("../../assemblyscript-examples/node_modules/binaryen/bin/wasm-opt");
  private static final String MISSING = "BINARYEN NOT FOUND: tests with its modules are SKIPPED."
      + " To run them: npm ci in assemblyscript-examples, with Node.js 18 or newer on the PATH.";

  /** The features that guests may use: of bulk memory, copying and filling. */
  private static final List<String> FEATURES = List.of(
      "-mvp",
      "--enable-sign-ext",
      "--enable-mutable-globals",
      "--enable-nontrapping-float-to-int",
      "--enable-bulk-memory-opt",
      "--enable-multivalue");

  /** Bytes of randomness: more make larger modules, of some 10 KB here. */
  private static final int SEED_BYTES = 8_000;

  private static final long WAIT_SECONDS = 60;

  private BinaryenGuests() {}

  static void requireOrSkip() {
    boolean isThere = Files.isRegularFile(PROGRAM) && V8.isThere();
    if (!isThere) {
      System.err.println(MISSING);
    }
    Assumptions.assumeTrue(isThere, MISSING);
  }

  static byte[] generate(long seed, Path folder) throws IOException, InterruptedException {
    byte[] randomness = new byte[SEED_BYTES];
    new Random(seed).nextBytes(randomness);
    Path input = Files.write(folder.resolve(seed + ".seed"), randomness);
    Path output = folder.resolve(seed + ".wasm");
    ProcessBuilder builder = new ProcessBuilder(
        "node", PROGRAM.toString(), input.toString(), "-ttf", "-o", output.toString());
    builder.command().addAll(FEATURES);
    Process process = builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
    try {
      if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("Binaryen made no module of seed " + seed + ": "
            + Files.readString(folder.resolve("log")));
      }
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllBytes(output);
  }
}
