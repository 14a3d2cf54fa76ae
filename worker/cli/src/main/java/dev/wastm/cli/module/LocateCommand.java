package dev.wastm.cli.module;

import dev.wastm.cli.io.Failure;
import dev.wastm.cli.io.InputFile;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.wasm.format.SourceMap;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wastm module locate}: from an offset that a receipt names to the line of the author's source, by a source map of the module. */
@Command(
    name = "locate",
    description = "Finds the source line of an offset that a receipt names, in a source map file.",
    mixinStandardHelpOptions = true)
final class LocateCommand implements Callable<Integer> {
  /** Far more than that of the largest module. */
  private static final int MAP_BYTES_MAX = 32 * 1024 * 1024;

  @Parameters(
      index = "0",
      paramLabel = "MAP",
      description = "The module's source map, such as actor.wasm.map.")
  private Path map = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "OFFSET",
      description = "The offset in the module's file, in bytes.")
  private int offset;

  @Mixin
  private JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    SourceMap sources = SourceMap.parse(InputFile.read(map, MAP_BYTES_MAX, "a source map"))
        .orElseThrow(() -> Failure.of(map + " is not a source map."));
    Optional<String> line = sources.lineAt(offset);
    if (line.isEmpty()) {
      throw Failure.of(map + " knows no source for offset " + offset + ".");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("offset", offset);
    fields.put("source", line.get());
    json.print(fields, line.get());
    return 0;
  }
}
