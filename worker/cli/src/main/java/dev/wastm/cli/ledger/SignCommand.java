package dev.wastm.cli.ledger;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.option.HashArgument;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.KeyOption;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.key.SigningKey;
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
final class SignCommand implements Callable<Integer> {
  @Mixin
  private LedgerOption ledger = new LedgerOption();

  @Mixin
  private KeyOption keyOption = new KeyOption();

  @Option(
      names = "--genesis",
      paramLabel = "HASH",
      required = true,
      description = "The hash of the ledger's genesis, as you know it from elsewhere.")
  private String genesis = "";

  @Mixin
  private JsonOption json = new JsonOption();

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws CorruptRecordException {
    Digest known = HashArgument.parse("--genesis", genesis);
    SigningKey key = keyOption.require();
    try (BlobStore store = ledger.openStore()) {
      ledger.requireMade(store);
      Genesis.Sealed stored = new Journal(store, ledger.name()).genesis();
      if (!stored.hash().equals(known)) {
        throw Failure.of("The ledger \"" + ledger.name() + "\" has the genesis " + stored.hash()
            + ", and not " + known + ": it is another ledger. Nothing was signed.");
      }
      Optional<String> inItsPlace = new LedgerSignatures(store, ledger.name()).sign(stored, key);
      inItsPlace.ifPresent(found -> Failure.warn(spec.commandLine(), found));
      Map<String, @Nullable Object> fields = GenesisFields.of(ledger.name(), stored);
      fields.put("signedBy", key.verification().name());
      json.print(fields);
    }
    return 0;
  }
}
