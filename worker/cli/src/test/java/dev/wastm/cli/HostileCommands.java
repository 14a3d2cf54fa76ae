package dev.wastm.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs commands one after the other, as many as come on standard input, each a line with its arguments between tabs. It answers
 * with a line: the exit code, the milliseconds that it took, and what was said, with its line ends as tabs.
 */
final class HostileCommands {
  private HostileCommands() {}

  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    // Logs are not answers.
    System.setOut(System.err);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      StringWriter said = new StringWriter();
      long startNs = System.nanoTime();
      int exitCode = Wastm.commandLine()
          .setOut(new PrintWriter(said))
          .setErr(new PrintWriter(said))
          .execute(line.split("\t", -1));
      long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
      answers.println(exitCode + " " + tookMs + " " + said.toString().replace('\n', '\t'));
      answers.flush();
    }
  }
}
