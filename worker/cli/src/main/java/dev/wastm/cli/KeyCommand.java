package dev.wastm.cli;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.TransactionsFile;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.execution.SenderNonce;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.protocol.Protocols;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wastm key}: keys, and what is signed with them. */
@Command(
    name = "key",
    description = "Makes keys, and signs transactions.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {
  @Spec
  private CommandSpec spec;

  @Command(
      name = "generate",
      description =
          "Writes a new Ed25519 key to a file that only you can read, and prints its name, which is what its holder is"
              + " called as a sender.",
      mixinStandardHelpOptions = true)
  int generate(
      @Option(
              names = "--out",
              paramLabel = "FILE",
              required = true,
              description = "The key's file.")
          Path file,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException {
    SigningKey key = SigningKey.generate();
    NewFile.writeSecret("--out", file, key.encode());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", key.verification().name());
    fields.put("file", file.toString());
    Fields.print(spec.commandLine().getOut(), json, fields);
    return 0;
  }

  @Command(
      name = "sign",
      description =
          "Signs a file of transactions for one ledger: the key's name becomes their sender, and their nonces go on from"
              + " the last that the ledger has seen.",
      mixinStandardHelpOptions = true)
  int sign(
      @Parameters(paramLabel = "FILE", description = "Transactions, one JSON object a line.")
          Path file,
      @Mixin KeyOption keyOption,
      @Mixin LedgerOption ledger,
      @Mixin StoreOption storeOption,
      @Option(
              names = "--nonce",
              paramLabel = "N",
              description =
                  "The first transaction's nonce. Default: the key's next one in the ledger.")
          Optional<Long> nonce,
      @Mixin OutputFile outputFile)
      throws IOException, InvalidTransactionsException, CorruptRecordException {
    SigningKey key =
        keyOption.read().orElseThrow(() -> Failure.badUsage("--key: name the key's file."));
    List<TransactionsFile.Line> lines =
        InputFile.readTransactions(file, Protocols.known().newest());
    try (BlobStore store = storeOption.open()) {
      TransactionSigner signer = new TransactionSigner(store, ledger.name(), key);
      long first = nonce.isPresent() ? nonce.get() : next(store, ledger.name(), key);
      outputFile.write(
          signer.sign(file.toString(), lines, first), spec.commandLine().getOut());
    }
    return 0;
  }

  private static long next(BlobStore store, String ledger, SigningKey key)
      throws CorruptRecordException {
    long newest = new Journal(store, ledger).newestHeight();
    return SenderNonce.used(
            new Checkpoints(store, ledger).headAt(newest).state(),
            key.verification().name())
        + 1;
  }
}
