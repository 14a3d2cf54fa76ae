package dev.wastm.cli;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.key.SigningKey;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wastm ledger sign}: admits a key to a ledger. */
@Command(
    name = "sign",
    description =
        "Signs a ledger's genesis, so that the key signs for it from then on: wastm exec and wastm worker refuse to with a key"
            + " that has not.",
    mixinStandardHelpOptions = true)
final class LedgerSignCommand implements Callable<Integer> {
  @Mixin
  private LedgerOption ledger = new LedgerOption();

  @Mixin
  private StoreOption storeOption = new StoreOption();

  @Mixin
  private KeyOption keyOption = new KeyOption();

  @Option(
      names = "--genesis",
      paramLabel = "HASH",
      required = true,
      description = "The hash of the ledger's genesis, as you know it from elsewhere.")
  private String genesis = "";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, CorruptRecordException {
    Digest known = HashOption.parse("--genesis", genesis);
    SigningKey key =
        keyOption.read().orElseThrow(() -> Failure.badUsage("--key: name the key's file."));
    try (BlobStore store = storeOption.open()) {
      ledger.requireMade(store);
      Genesis.Sealed stored = new Journal(store, ledger.name()).genesis();
      if (!stored.hash().equals(known)) {
        throw Failure.of("The ledger \"" + ledger.name() + "\" has the genesis " + stored.hash()
            + ", and not " + known + ": it is another ledger. Nothing was signed.");
      }
      Optional<String> inItsPlace = new LedgerSignatures(store, ledger.name()).sign(stored, key);
      inItsPlace.ifPresent(found -> Failure.warn(spec.commandLine(), found));
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("ledger", ledger.name());
      LedgerStatus.describe(stored, fields);
      fields.put("signedBy", key.verification().name());
      Fields.print(spec.commandLine().getOut(), json, fields);
    }
    return 0;
  }
}
