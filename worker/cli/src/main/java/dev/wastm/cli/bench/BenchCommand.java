package dev.wastm.cli.bench;

import picocli.CommandLine.Command;

/** {@code wastm bench}. */
@Command(
    name = "bench",
    description = "Measures what things cost on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchStmCommand.class,
      BenchSimulateCommand.class,
      BenchStateCommand.class,
      BenchWasmCommand.class,
      BenchFuelCommand.class,
      BenchLoadCommand.class
    })
public final class BenchCommand {}
