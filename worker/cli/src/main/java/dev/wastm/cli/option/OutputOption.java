package dev.wastm.cli.option;

import dev.wastm.cli.io.NewFile;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command's document goes, which is JSON whether or not {@code --json} asks for it. */
public final class OutputOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to this file. Default: the standard output.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--json",
      description = "Accepted for uniformity: the output is JSON in any case.")
  public void json(boolean asked) {}

  /** @param text whole lines */
  public void write(String text) {
    if (file.isEmpty()) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(text);
      out.flush();
      return;
    }
    NewFile.write("--out", file.get(), text.getBytes(StandardCharsets.UTF_8));
  }
}
