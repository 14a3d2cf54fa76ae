package dev.wastm.cli.ledger;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.NewFile;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.ledger.bundle.BundleExport;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Journal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wastm ledger export}: a range of a ledger as one file. */
@Command(
    name = "export",
    description =
        "Writes a range of a ledger, with the state before it and its modules, to one file that wastm verify checks"
            + " anywhere.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Mixin
  private LedgerOption ledger = new LedgerOption();

  @Mixin
  private HeightRangeOption range = new HeightRangeOption();

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The bundle's file.")
  private Path file = Path.of("");

  @Mixin
  private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException, CorruptRecordException {
    NewFile.requireAbsent("--out", file);
    try (BlobStore store = ledger.openStore()) {
      HeightRangeOption.Heights heights = range.require(ledger, store);
      ByteArrayOutputStream bundle = new ByteArrayOutputStream();
      BundleExport.write(store, ledger.name(), heights.from(), heights.to(), bundle);
      NewFile.write("--out", file, bundle.toByteArray());
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("bundle", file.toString());
      fields.put("ledger", ledger.name());
      fields.put("genesis", new Journal(store, ledger.name()).genesis().hash().hex());
      fields.put("from", heights.from());
      fields.put("to", heights.to());
      fields.put("sizeBytes", bundle.size());
      json.print(fields);
    }
    return 0;
  }
}
