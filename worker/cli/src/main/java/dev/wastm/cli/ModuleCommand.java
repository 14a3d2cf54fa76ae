package dev.wastm.cli;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.module.TagMovedException;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.wasm.InvalidModuleException;
import dev.wastm.wasm.ModuleChecker;
import dev.wastm.wasm.ModuleReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wastm module}: what an actor author does with a {@code .wasm} file. */
@Command(
    name = "module",
    subcommands = ModuleLocateCommand.class,
    description = "Checks, publishes and lists WebAssembly modules.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ModuleCommand {
  /** Far more than a module may have, so that one that has a little too much is told all that is wrong with it. */
  private static final int FILE_BYTES_MAX = 16 * 1024 * 1024;

  @Spec
  private CommandSpec spec;

  @Command(
      name = "check",
      description = "Says whether a file is a valid actor module.",
      mixinStandardHelpOptions = true)
  int check(
      @Parameters(paramLabel = "FILE", description = "A .wasm file.") Path file,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException {
    ModuleReport report = ModuleChecker.check(
        InputFile.read(file, FILE_BYTES_MAX, "a module"),
        Protocols.known().newest().guest());
    ModuleReportPrinter.print(out(), report, json);
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
      @Option(names = "--json", description = "Print one JSON object.") boolean json,
      @Mixin StoreOption storeOption)
      throws IOException, InvalidModuleException, TagMovedException {
    ModuleRef.Tag parsed = parseTag(tag);
    byte[] wasm = InputFile.read(file, FILE_BYTES_MAX, "a module");
    try (BlobStore store = storeOption.open()) {
      Digest digest = new ModuleStore(store).publish(wasm, parsed);
      Fields.print(
          out(),
          json,
          describe(parsed.toString(), digest, wasm.length),
          parsed + " is " + digest.hex());
    }
    return 0;
  }

  @Command(
      name = "list",
      description = "Lists the published tags.",
      mixinStandardHelpOptions = true)
  int list(
      @Option(names = "--json", description = "Print one JSON object a line.") boolean json,
      @Mixin StoreOption storeOption)
      throws IOException {
    try (BlobStore store = storeOption.open()) {
      for (ModuleStore.Tagged tagged : new ModuleStore(store).list()) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("tag", tagged.tag().toString());
        fields.put("sha256", tagged.digest().hex());
        Fields.print(out(), json, fields, tagged.tag() + "  " + tagged.digest().hex());
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
      @Option(names = "--json", description = "Print one JSON object.") boolean json,
      @Mixin StoreOption storeOption)
      throws IOException {
    ModuleRef parsed = parse(ref);
    try (BlobStore store = storeOption.open()) {
      ModuleStore modules = new ModuleStore(store);
      byte[] wasm = modules.fetch(resolve(modules, parsed));
      ModuleReportPrinter.print(
          out(), ModuleChecker.check(wasm, Protocols.known().newest().guest()), json);
    }
    return 0;
  }

  /** The digest of a module that must be there. */
  static Digest resolve(ModuleStore modules, ModuleRef ref) {
    return modules
        .resolve(ref)
        .orElseThrow(() -> Failure.of("There is no module " + ref
            + " in this blob store; wastm module list shows those that there are."));
  }

  private static ModuleRef parse(String ref) {
    try {
      return ModuleRef.parse(ref);
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage(String.valueOf(e.getMessage()));
    }
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

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
