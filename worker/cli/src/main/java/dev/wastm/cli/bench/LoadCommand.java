package dev.wastm.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.activities.impl.Rehearsal;
import dev.wastm.benchmarks.wasm.FirstReceipt;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wastm bench load}: what {@code wastm bench wasm} measures in a JVM that has just started; not for people. */
@Command(name = "load", hidden = true, description = "Measures the first receipts of this JVM.")
final class LoadCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Parameters(description = "A folder with a store and a module cache.")
  private Path folder = Path.of("");

  @Option(names = FirstReceipt.REHEARSE, description = "Begin as a worker does.")
  private boolean rehearse;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var times =
        FirstReceipt.measure(folder, rehearse ? Optional.of(Rehearsal::run) : Optional.empty());
    spec.commandLine().getOut().println(JSON.writeValueAsString(times));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
