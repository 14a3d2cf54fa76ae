package dev.wastm.benchmarks.wasm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.benchmarks.Figure;
import dev.wastm.benchmarks.Median;
import dev.wastm.benchmarks.TemporaryFolder;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.module.ModuleStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How long the first receipt of a module takes in JVMs that have just started: cold, warm from the module cache, and hot. */
final class ModuleLoad {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PART = "load";
  private static final long TIMEOUT_SECONDS = 120;

  private final int runs;
  private final List<String> program;
  private final Consumer<Figure> out;

  /** @param program a main class of this JVM's class path, and its arguments, that calls {@link FirstReceipt} with the arguments that follow */
  ModuleLoad(int runs, List<String> program, Consumer<Figure> out) {
    this.runs = runs;
    this.program = program;
    this.out = out;
  }

  void measure() throws Exception {
    try (TemporaryFolder temporary = TemporaryFolder.make()) {
      Path folder = temporary.path();
      try (BlobStore store =
              BlobStores.open(folder.resolve(FirstReceipt.STORE).toUri().toString());
          BatchExecution execution =
              BatchExecution.open(ExecutionOptions.fastest(), new ModuleStore(store))) {
        WasmWorkload.TRANSFER.open(store, execution, FirstReceipt.ACCOUNTS);
      }
      List<JsonNode> cold = new ArrayList<>();
      List<JsonNode> bare = new ArrayList<>();
      List<JsonNode> warm = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        TemporaryFolder.remove(folder.resolve(FirstReceipt.MODULES));
        cold.add(start(folder, FirstReceipt.REHEARSE));
        bare.add(start(folder));
        warm.add(start(folder, FirstReceipt.REHEARSE));
      }
      figure("worker's rehearsal, after which the following begin", warm, "rehearsalMs");
      figure("first receipt, cold: fetched, checked, compiled", cold, "firstMs");
      figure("  of it compiling, checks included", cold, "compileMs");
      figure("first receipt, warm: compiled code from disk", warm, "firstMs");
      figure("  of it the module", warm, "warmMs");
      figure("receipt, hot: in memory", warm, "hotMs");
      figure("first receipt, warm, of a JVM that has not rehearsed", bare, "firstMs");
    }
  }

  private void figure(String name, List<JsonNode> measured, String field) {
    double[] values =
        measured.stream().mapToDouble(each -> each.get(field).asDouble()).toArray();
    out.accept(new Figure(PART, name, Median.of(values), "ms"));
  }

  /** A JVM as this one is, with nothing loaded. */
  private JsonNode start(Path folder, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(program);
    command.add(folder.toString());
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("A JVM did not load a module in " + TIMEOUT_SECONDS + " s.");
    }
    return JSON.readTree(process.getInputStream());
  }
}
