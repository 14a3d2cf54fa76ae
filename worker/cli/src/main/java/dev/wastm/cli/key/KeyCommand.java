package dev.wastm.cli.key;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.io.InputFile;
import dev.wastm.cli.io.NewFile;
import dev.wastm.cli.option.HashArgument;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.KeyOption;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.cli.option.OutputOption;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.execution.system.SenderNonce;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.submission.TransactionsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wastm key}: keys, and what is signed with them. */
@Command(
    name = "key",
    description = "Makes keys, and signs transactions.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class KeyCommand {
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
      @Mixin JsonOption json) {
    SigningKey key = SigningKey.generate();
    NewFile.writeSecret("--out", file, key.encode());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", key.verification().name());
    fields.put("file", file.toString());
    json.print(fields);
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
      @Option(
              names = "--genesis",
              paramLabel = "HASH",
              description =
                  "The hash of the ledger's genesis, which the signatures are bound to. Default: that of the ledger in the blob"
                      + " store, whoever put it there.")
          Optional<String> genesis,
      @Option(
              names = "--nonce",
              paramLabel = "N",
              description =
                  "The first transaction's nonce. Default: the key's next one in the ledger.")
          Optional<Long> nonce,
      @Mixin OutputOption output)
      throws InvalidTransactionsException, CorruptRecordException {
    Optional<Digest> known = genesis.map(hex -> HashArgument.parse("--genesis", hex));
    SigningKey key = keyOption.require();
    if (nonce.isPresent() && nonce.get() < 1) {
      throw Failure.badUsage("--nonce: a nonce is a whole number from 1 to " + Long.MAX_VALUE
          + ", and not " + nonce.get() + ".");
    }
    List<TransactionsFile.Line> lines =
        InputFile.readTransactions(file, Protocols.known().newest());
    try (BlobStore store = ledger.openStore()) {
      TransactionSigner signer = new TransactionSigner(store, genesis(store, ledger, known), key);
      long first = nonce.isPresent() ? nonce.get() : next(store, ledger.name(), key);
      output.write(signer.sign(file.toString(), lines, first));
    }
    return 0;
  }

  /** The genesis that is given; the stored one must be the same where there is one. */
  private static Digest genesis(BlobStore store, LedgerOption ledger, Optional<Digest> known)
      throws CorruptRecordException {
    Optional<Digest> stored =
        new GenesisFile(store, ledger.name()).find().map(Genesis.Sealed::hash);
    if (known.isPresent() && stored.isPresent() && !known.equals(stored)) {
      throw Failure.of(
          "The ledger \"" + ledger.name() + "\" in this blob store has the genesis " + stored.get()
              + ", and not " + known.get() + ": it is another ledger. Nothing was signed.");
    }
    return known
        .or(() -> stored)
        .orElseThrow(() -> Failure.of("There is no ledger \"" + ledger.name()
            + "\" in this blob store, and signatures are good for one ledger only: make it (wastm ledger create), or"
            + " name its genesis with --genesis."));
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
