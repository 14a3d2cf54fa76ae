package dev.wastm.wasm;

import java.util.List;

/**
 * What a module is made of, and which rules it breaks. A file that cannot be parsed has zeros, and its parsing error among the violations.
 *
 * @param sha256 of the file, in hex
 * @param imports as {@code module.name}
 * @param memoryPages initial, of 64 KiB
 * @param largestFunction in instructions
 */
public record ModuleReport(
    String sha256,
    int sizeBytes,
    List<String> exports,
    List<String> imports,
    int memoryPages,
    int functions,
    int largestFunction,
    List<Violation> violations) {}
