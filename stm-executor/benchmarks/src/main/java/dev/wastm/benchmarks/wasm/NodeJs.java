package dev.wastm.benchmarks.wasm;

import dev.wastm.benchmarks.Stopwatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** Measures a module's function in Node's V8, where there is a Node. */
final class NodeJs {
  private static final long TIMEOUT_SECONDS = 60;

  private static final String SCRIPT = """
      const { readFileSync } = require("node:fs");
      const [file, name, argument, warmups, runs] = process.argv.slice(1);
      const module = new WebAssembly.Module(readFileSync(file));
      const abort = () => { throw new Error("abort"); };
      const call = new WebAssembly.Instance(module, { env: { abort } }).exports[name];
      const times = [];
      for (let i = -Number(warmups); i < Number(runs); i++) {
        const start = process.hrtime.bigint();
        call(Number(argument));
        if (i >= 0) times.push(Number(process.hrtime.bigint() - start) / 1e6);
      }
      times.sort((a, b) => a - b);
      console.log(times[Math.floor(times.length / 2)]);
      """;

  private NodeJs() {}

  /** Empty where there is no Node, or it does not run the module. */
  static OptionalDouble medianMs(byte[] wasm, String function, int argument, Stopwatch stopwatch)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("wastm-bench-", ".wasm");
    try {
      Files.write(file, wasm);
      return run(List.of(
          "node",
          "-e",
          SCRIPT,
          file.toString(),
          function,
          String.valueOf(argument),
          String.valueOf(stopwatch.warmups()),
          String.valueOf(stopwatch.runs())));
    } finally {
      Files.delete(file);
    }
  }

  private static OptionalDouble run(List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return OptionalDouble.empty();
    }
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    return process.exitValue() == 0 && !printed.isEmpty()
        ? OptionalDouble.of(Double.parseDouble(printed))
        : OptionalDouble.empty();
  }
}
