package dev.wastm.cli.module;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.io.InputFile;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.ModuleArgument;
import dev.wastm.cli.option.StoreOption;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.module.TagMovedException;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.wasm.ModuleChecker;
import dev.wastm.wasm.ModuleReport;
import dev.wastm.wasm.validation.InvalidModuleException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wastm module}: what an actor author does with a {@code .wasm} file. */
@Command(
    name = "module",
    subcommands = LocateCommand.class,
    description = "Checks, publishes and lists WebAssembly modules.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class ModuleCommand {
  /** Far more than a module may have, so that one that has a little too much is told all that is wrong with it. */
  private static final int FILE_BYTES_MAX = 16 * 1024 * 1024;

  @Command(
      name = "check",
      description = "Says whether a file is a valid actor module.",
      mixinStandardHelpOptions = true)
  int check(
      @Parameters(paramLabel = "FILE", description = "A .wasm file.") Path file,
      @Mixin JsonOption json) {
    ModuleReport report = ModuleChecker.check(
        InputFile.read(file, FILE_BYTES_MAX, "a module"),
        Protocols.known().newest().guest());
    ReportPrinter.print(report, json);
    return report.violations().isEmpty() ? 0 : 1;
  }

  @Command(
      name = "push",
      description = "Publishes a module under a tag.",
      mixinStandardHelpOptions = true)
  int push(
      @Parameters(paramLabel = "FILE", description = "A .wasm file.") Path file,
      @Option(
              names = "--tag",
              paramLabel = "NAME@VERSION",
              required = true,
              description = "The tag; it never moves.")
          String tag,
      @Mixin JsonOption json,
      @Mixin StoreOption storeOption)
      throws InvalidModuleException, TagMovedException {
    ModuleRef.Tag parsed = parseTag(tag);
    byte[] wasm = InputFile.read(file, FILE_BYTES_MAX, "a module");
    try (BlobStore store = storeOption.open()) {
      Digest digest = new ModuleStore(store).publish(wasm, parsed);
      json.print(describe(parsed.toString(), digest, wasm.length), parsed + " is " + digest.hex());
    }
    return 0;
  }

  @Command(
      name = "list",
      description = "Lists the published tags.",
      mixinStandardHelpOptions = true)
  int list(@Mixin JsonOption json, @Mixin StoreOption storeOption) {
    try (BlobStore store = storeOption.open()) {
      for (ModuleStore.Tagged tagged : new ModuleStore(store).list()) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("tag", tagged.tag().toString());
        fields.put("sha256", tagged.digest().hex());
        json.print(fields, tagged.tag() + "  " + tagged.digest().hex());
      }
    }
    return 0;
  }

  @Command(
      name = "info",
      description = "Describes a published module.",
      mixinStandardHelpOptions = true)
  int info(
      @Parameters(paramLabel = "REF", description = "name@version, or a SHA-256 in hex.")
          String ref,
      @Mixin JsonOption json,
      @Mixin StoreOption storeOption) {
    ModuleRef parsed = ModuleArgument.parse("REF", ref);
    try (BlobStore store = storeOption.open()) {
      ModuleStore modules = new ModuleStore(store);
      byte[] wasm = modules.fetch(ModuleArgument.resolve(modules, parsed));
      ReportPrinter.print(ModuleChecker.check(wasm, Protocols.known().newest().guest()), json);
    }
    return 0;
  }

  private static ModuleRef.Tag parseTag(String tag) {
    try {
      return ModuleRef.parseTag(tag);
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage("--tag: " + e.getMessage());
    }
  }

  private static Map<String, Object> describe(String tag, Digest digest, int sizeBytes) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tag", tag);
    fields.put("sha256", digest.hex());
    fields.put("sizeBytes", sizeBytes);
    return fields;
  }
}
