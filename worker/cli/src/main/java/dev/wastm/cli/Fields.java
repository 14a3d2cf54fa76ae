package dev.wastm.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A result that is a few named values: one JSON object for machines, and text for people. */
public final class Fields {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Fields() {}

  /** Prints the values, for people with a line each. */
  static void print(PrintWriter out, boolean json, Map<String, @Nullable Object> fields)
      throws IOException {
    print(out, json, fields, lines(fields));
  }

  /** Prints the values, for people as the text says it. */
  public static void print(
      PrintWriter out, boolean json, Map<String, ? extends @Nullable Object> fields, String text)
      throws IOException {
    out.println(json ? JSON.writeValueAsString(fields) : text);
    out.flush();
  }

  private static String lines(Map<String, @Nullable Object> fields) {
    return fields.entrySet().stream()
        .map(
            field -> field.getKey() + ": " + (field.getValue() == null ? "none" : field.getValue()))
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
