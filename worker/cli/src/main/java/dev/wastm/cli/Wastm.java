package dev.wastm.cli;

import dev.wastm.cli.batch.BatchCommand;
import dev.wastm.cli.batch.ExecCommand;
import dev.wastm.cli.bench.BenchCommand;
import dev.wastm.cli.blob.BlobCommand;
import dev.wastm.cli.demo.DemoCommand;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.key.KeyCommand;
import dev.wastm.cli.ledger.LedgerCommand;
import dev.wastm.cli.ledger.VerifyBundleCommand;
import dev.wastm.cli.module.ModuleCommand;
import dev.wastm.cli.worker.WorkerCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's root: parses arguments, runs a command, and turns what goes wrong into one line and an exit code. */
@Command(
    name = "wastm",
    description =
        "Runs batches of transactions against WebAssembly actors, in parallel and reproducibly.",
    mixinStandardHelpOptions = true,
    version = "wastm 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      WorkerCommand.class,
      ModuleCommand.class,
      ExecCommand.class,
      BatchCommand.class,
      LedgerCommand.class,
      BlobCommand.class,
      BenchCommand.class,
      VerifyBundleCommand.class,
      KeyCommand.class
    })
public final class Wastm {
  private Wastm() {}

  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> Failure.reportUncaught(failure));
    System.exit(commandLine().execute(args));
  }

  /** Commands answer with their exit codes: 0 for success, 1 for failure, 2 for bad usage, 3 where the memory did not suffice. */
  public static CommandLine commandLine() {
    return new CommandLine(new Wastm())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Failure::reportBadUsage)
        .setExecutionExceptionHandler(Failure::report);
  }
}
