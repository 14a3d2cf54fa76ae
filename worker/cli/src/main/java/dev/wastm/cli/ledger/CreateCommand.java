package dev.wastm.cli.ledger;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.option.HashArgument;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.KeyOption;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.NewGenesis;
import dev.wastm.ledger.journal.StoreIdentity;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.protocol.Protocols;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wastm ledger create}: a ledger without a batch. */
@Command(
    name = "create",
    description =
        "Makes a ledger, and prints the hash of its genesis, which says which ledger it is. The first batch of a ledger makes"
            + " it as well. The same options give the same genesis where --created-ms, --id and --store-id are all given.",
    mixinStandardHelpOptions = true)
final class CreateCommand implements Callable<Integer> {
  @Mixin
  private LedgerOption ledger = new LedgerOption();

  @Mixin
  private KeyOption key = new KeyOption();

  @Option(
      names = "--founder",
      paramLabel = "KEY",
      defaultValue = "",
      description =
          "Demand signed transactions from the first one on, at the demand of this key: ed25519: and 64 digits.")
  private String founder = "";

  @Option(
      names = "--created-ms",
      paramLabel = "MS",
      description = "When it is made, in milliseconds since 1970. Default: now.")
  private Optional<Long> createdMs = Optional.empty();

  @Option(
      names = "--id",
      paramLabel = "HEX",
      description = "Its id, 32 bytes in hex. Default: a random one.")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--store-id",
      paramLabel = "HEX",
      description = "The blob store's identity, 16 bytes in hex. Default: that of the blob store.")
  private Optional<String> storeId = Optional.empty();

  @Mixin
  private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws CorruptRecordException {
    Optional<SigningKey> signer = key.read();
    try (BlobStore store = ledger.openStore()) {
      GenesisFile file = new GenesisFile(store, ledger.name());
      Optional<Genesis.Sealed> known = file.find();
      // Batches without a genesis are a damaged ledger, and not a new one.
      Genesis.Sealed unused = new Journal(store, ledger.name()).genesis();
      Genesis.Sealed own = genesis(store);
      Genesis.Sealed stored = known.isPresent() ? known.get() : file.make(own, signer);
      if (!stored.equals(own)) {
        throw Failure.of("There is a ledger \"" + ledger.name() + "\" already, with the genesis "
            + stored.hash() + "; nothing was changed.");
      }
      json.print(GenesisFields.of(ledger.name(), stored));
    }
    return 0;
  }

  private Genesis.Sealed genesis(BlobStore store) {
    try {
      return new Genesis(
              Protocols.FIRST_EPOCH,
              ledger.name(),
              storeId.isPresent() ? storeId(storeId.get()) : StoreIdentity.ensure(store),
              createdMs.orElseGet(NewGenesis::nowMs),
              id.map(hex -> HashArgument.parseBytes("--id", hex)).orElseGet(NewGenesis::id),
              founder,
              Optional.empty())
          .seal();
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage("A ledger cannot be made so: " + e.getMessage() + ".");
    }
  }

  private static StoreIdentity storeId(String hex) {
    try {
      return StoreIdentity.ofHex(hex);
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage("--store-id: \"" + hex + "\" is not 16 bytes in hexadecimal digits.");
    }
  }
}
