package dev.wastm.wasm;

import dev.wastm.wasm.validation.Violation;
import java.util.List;

/**
 * What a module is made of, and which rules it breaks. A file that cannot be parsed has zeros, and its parsing error among the violations.
 *
 * @param sha256 of the file, in hex
 * @param imports as {@code module.name}
 * @param features the parts of WebAssembly beyond its first version that are used, by their proposals' names
 * @param memoryPages initial, of 64 KiB
 * @param largestFunction in instructions
 * @param largestFunctionName its index, and its name where the module has a name section
 * @param meteredBytes the size of the code that is compiled, fuel counting included; what compiling costs grows with it. 0 where the
 *     module is not valid
 * @param violations at most 100
 */
public record ModuleReport(
    String sha256,
    int sizeBytes,
    List<String> exports,
    List<String> imports,
    List<String> features,
    int memoryPages,
    long tableEntries,
    int functions,
    int largestFunction,
    String largestFunctionName,
    int meteredBytes,
    List<Violation> violations) {}
