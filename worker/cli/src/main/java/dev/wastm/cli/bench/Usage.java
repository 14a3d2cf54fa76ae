package dev.wastm.cli.bench;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a command cannot be told. */
final class Usage {
  private Usage() {}

  /** Refuses what a command was told, unless the condition holds. */
  static void require(CommandSpec command, boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  static void requireRuns(CommandSpec command, int runs) {
    require(command, runs >= 1, "--runs: there must be at least 1, not " + runs + ".");
  }

  static void requireWarmups(CommandSpec command, int warmups) {
    require(command, warmups >= 0, "--warmups: it must not be negative, as " + warmups + " is.");
  }
}
