package dev.wastm.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --json}, as all commands have it that print a result: JSON for machines, and text for people. */
public final class JsonOption {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Print JSON objects, one a line.")
  private boolean json;

  public boolean isOn() {
    return json;
  }

  /** Where the command's results go. */
  public PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Prints named values; for people, a line each. */
  public void print(Map<String, ? extends @Nullable Object> fields) {
    print(fields, lines(fields));
  }

  /** Prints a value that has a form in JSON, such as a map or a record; for people, as the text says it. */
  public void print(Object value, String text) {
    out().println(json ? of(value) : text);
    out().flush();
  }

  private static String of(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The result has no form in JSON: " + value, e);
    }
  }

  private static String lines(Map<String, ? extends @Nullable Object> fields) {
    return fields.entrySet().stream()
        .map(
            field -> field.getKey() + ": " + (field.getValue() == null ? "none" : field.getValue()))
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
