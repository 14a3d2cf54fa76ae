package dev.wastm.cli.module;

import dev.wastm.cli.option.JsonOption;
import dev.wastm.wasm.ModuleReport;
import dev.wastm.wasm.validation.Violation;
import java.util.ArrayList;
import java.util.List;

/** Shows what a module is made of, and which rules it breaks. */
final class ReportPrinter {
  private ReportPrinter() {}

  static void print(ModuleReport report, JsonOption json) {
    json.print(report, text(report));
  }

  private static String text(ModuleReport report) {
    List<String> lines = new ArrayList<>();
    lines.add("sha256:           " + report.sha256());
    lines.add("size:             " + report.sizeBytes() + " bytes");
    lines.add("exports:          " + String.join(", ", report.exports()));
    lines.add("imports:          " + String.join(", ", report.imports()));
    lines.add("features:         " + String.join(", ", report.features()));
    lines.add("memory:           " + report.memoryPages() + " pages of 64 KiB");
    lines.add("table:            " + report.tableEntries() + " entries");
    lines.add("functions:        " + report.functions());
    lines.add("largest function: " + report.largestFunction() + " instructions, "
        + report.largestFunctionName());
    lines.add("metered:          " + report.meteredBytes() + " bytes to compile");
    for (Violation violation : report.violations()) {
      lines.add("NOT VALID: " + violation);
    }
    if (report.violations().isEmpty()) {
      lines.add("valid");
    }
    return String.join(System.lineSeparator(), lines);
  }
}
