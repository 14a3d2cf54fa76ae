package dev.wastm.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command's document goes, which is JSON whether or not {@code --json} asks for it. */
final class OutputFile {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to this file. Default: the standard output.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--json",
      description = "Accepted for uniformity: the output is JSON in any case.")
  void json(boolean asked) {}

  /** @param text whole lines */
  void write(String text, PrintWriter out) {
    if (file.isEmpty()) {
      out.print(text);
      out.flush();
      return;
    }
    NewFile.write("--out", file.get(), text.getBytes(StandardCharsets.UTF_8));
  }
}
