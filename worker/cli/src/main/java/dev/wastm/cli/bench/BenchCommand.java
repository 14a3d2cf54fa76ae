package dev.wastm.cli.bench;

import picocli.CommandLine.Command;

/** {@code wastm bench}. */
@Command(
    name = "bench",
    description = "Measures what things cost on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StmCommand.class,
      SimulateCommand.class,
      StateCommand.class,
      WasmCommand.class,
      FuelCommand.class,
      LoadCommand.class
    })
public final class BenchCommand {}
