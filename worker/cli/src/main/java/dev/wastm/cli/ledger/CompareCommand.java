package dev.wastm.cli.ledger;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.option.ExecutionFlags;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.cli.option.StoreOption;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.key.VerificationKey;
import dev.wastm.ledger.reconcile.Comparison;
import dev.wastm.ledger.reconcile.Copy;
import dev.wastm.ledger.reconcile.Repair;
import dev.wastm.ledger.reconcile.SignedCopy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wastm ledger compare}: two stores' copies of one ledger. */
@Command(
    name = "compare",
    description =
        "Says where two stores' copies of a ledger part, and which is consistent in itself. Exit code 1 where they"
            + " differ and are not repaired.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Mixin
  private LedgerOption ledger = new LedgerOption();

  @Mixin
  private ExecutionFlags flags = new ExecutionFlags();

  @Option(
      names = "--with",
      paramLabel = "URI",
      required = true,
      description = "The other blob store.")
  private String other = "";

  @Option(
      names = "--repair",
      description =
          "Bring the copy in --blob-store up to date from the other one, executing each batch before it is taken.")
  private boolean repair;

  @Option(
      names = "--deep",
      description =
          "Read every batch of both copies, and not only headers until they differ; --repair does so anyway.")
  private boolean deep;

  @Mixin
  private SignedByOption signedBy = new SignedByOption();

  @Mixin
  private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws CorruptRecordException, ForkException {
    Optional<VerificationKey> signer = signedBy.read();
    try (BlobStore here = ledger.openStore();
        BlobStore there = StoreOption.open("--with", other)) {
      Comparison found = compare(here, there);
      if (found.here().newest() == 0 && found.there().newest() == 0) {
        throw Failure.of("There is no ledger \"" + ledger.name() + "\" in either blob store.");
      }
      Map<String, Object> fields = describe(found);
      Optional<String> lacking =
          signer.flatMap(key -> new SignedCopy(there, ledger.name()).lacking(key));
      if (signer.isPresent()) {
        fields.put("signed", lacking.isEmpty());
        lacking.ifPresent(why -> fields.put("notSigned", why));
      }
      boolean isWhole = found.firstDifference().isEmpty();
      if (repair && !isWhole) {
        try (BatchExecution execution = flags.open(there)) {
          fields.put("taken", Repair.run(ledger.name(), here, there, found, execution, signer));
        }
        isWhole = compare(here, there).firstDifference().isEmpty();
        fields.put("sameNow", isWhole);
      }
      json.print(fields);
      return isWhole && lacking.isEmpty() ? 0 : 1;
    }
  }

  private Comparison compare(BlobStore here, BlobStore there) {
    return deep || repair
        ? Comparison.ofBatches(ledger.name(), here, there)
        : Comparison.ofHeaders(ledger.name(), here, there);
  }

  private Map<String, Object> describe(Comparison found) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ledger", ledger.name());
    fields.put("same", found.firstDifference().isEmpty());
    fields.put(
        "firstDifference",
        found.firstDifference().isPresent() ? found.firstDifference().getAsLong() : null);
    fields.put("fork", found.isFork());
    fields.put("checked", found.here().isRead() ? "batches" : "headers");
    fields.put("here", describe(found.here()));
    fields.put("there", describe(found.there()));
    return fields;
  }

  private static Map<String, @Nullable Object> describe(Copy copy) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("genesis", copy.genesis().map(Digest::hex).orElse(null));
    fields.put("newest", copy.newest());
    if (copy.isRead()) {
      fields.put("consistent", copy.isConsistent());
      fields.put("soundUpTo", copy.sound());
      fields.put("damage", copy.damage().orElse(null));
    }
    return fields;
  }
}
