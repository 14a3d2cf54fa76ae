package dev.wastm.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.wasm.ModuleReport;
import dev.wastm.wasm.validation.Violation;
import java.io.IOException;
import java.io.PrintWriter;

/** Shows what a module is made of, and which rules it breaks. */
final class ModuleReportPrinter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModuleReportPrinter() {}

  static void print(PrintWriter out, ModuleReport report, boolean json) throws IOException {
    if (json) {
      out.println(JSON.writeValueAsString(report));
    } else {
      printText(out, report);
    }
    out.flush();
  }

  private static void printText(PrintWriter out, ModuleReport report) {
    out.println("sha256:           " + report.sha256());
    out.println("size:             " + report.sizeBytes() + " bytes");
    out.println("exports:          " + String.join(", ", report.exports()));
    out.println("imports:          " + String.join(", ", report.imports()));
    out.println("features:         " + String.join(", ", report.features()));
    out.println("memory:           " + report.memoryPages() + " pages of 64 KiB");
    out.println("table:            " + report.tableEntries() + " entries");
    out.println("functions:        " + report.functions());
    out.println("largest function: " + report.largestFunction() + " instructions, "
        + report.largestFunctionName());
    out.println("metered:          " + report.meteredBytes() + " bytes to compile");
    for (Violation violation : report.violations()) {
      out.println("NOT VALID: " + violation);
    }
    if (report.violations().isEmpty()) {
      out.println("valid");
    }
  }
}
