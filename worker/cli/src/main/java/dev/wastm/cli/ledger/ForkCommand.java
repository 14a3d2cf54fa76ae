package dev.wastm.cli.ledger;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.KeyOption;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.ledger.LedgerFork;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.NotAdmittedException;
import dev.wastm.ledger.key.SigningKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wastm ledger fork}: a new ledger with an old one's past. */
@Command(
    name = "fork",
    description =
        "Starts a new ledger from an old one's height, with a copy of its history up to there.",
    mixinStandardHelpOptions = true)
final class ForkCommand implements Callable<Integer> {
  @Mixin
  private LedgerOption ledger = new LedgerOption();

  @Option(
      names = "--at",
      paramLabel = "H",
      required = true,
      description = "The last common height.")
  private long height;

  @Option(names = "--as", paramLabel = "NAME", required = true, description = "The new ledger.")
  private String name = "";

  @Mixin
  private KeyOption key = new KeyOption();

  @Mixin
  private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws CorruptRecordException, ForkException, NotAdmittedException {
    Optional<SigningKey> signer = key.read();
    String forked = LedgerOption.require("--as", name);
    try (BlobStore store = ledger.openStore()) {
      long newest = ledger.requireBatch(store);
      HeightOption.require("--at", ledger.name(), height, 1, newest);
      LedgerHead head = LedgerFork.create(store, ledger.name(), height, forked, signer);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("ledger", forked);
      fields.put("from", ledger.name());
      GenesisFields.add(head.genesis(), fields);
      fields.put("height", head.height());
      fields.put("headerHash", head.hash().hex());
      fields.put("stateRoot", head.state().root().hex());
      json.print(fields);
    }
    return 0;
  }
}
