package dev.wastm.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result that is a few named values: a line each for people, one object for machines. */
final class Fields {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Fields() {}

  static void print(PrintWriter out, boolean json, Map<String, @Nullable Object> fields)
      throws IOException {
    if (json) {
      out.println(JSON.writeValueAsString(fields));
    } else {
      fields.forEach((name, value) -> out.println(name + ": " + (value == null ? "none" : value)));
    }
    out.flush();
  }
}
