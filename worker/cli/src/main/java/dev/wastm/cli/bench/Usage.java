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
}
