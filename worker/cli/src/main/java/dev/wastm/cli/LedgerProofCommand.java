package dev.wastm.cli;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.proof.ProofFile;
import dev.wastm.ledger.proof.ValueProof;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.state.StateKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wastm ledger proof}: what a key's value was, or that it had none. */
@Command(
    name = "proof",
    description =
        "Prints a proof of a key's value, or of its absence, that wastm ledger verify-proof checks.",
    mixinStandardHelpOptions = true)
final class LedgerProofCommand implements Callable<Integer> {
  @Mixin
  private LedgerOption ledger = new LedgerOption();

  @Mixin
  private StoreOption storeOption = new StoreOption();

  @Mixin
  private HeightOption height = new HeightOption();

  @Option(names = "--actor", paramLabel = "A", required = true, description = "The actor's id.")
  private String actor = "";

  @ArgGroup(multiplicity = "1")
  private Key key = new Key();

  @Mixin
  private OutputFile outputFile = new OutputFile();

  @Spec
  private CommandSpec spec;

  /** The actor's own key, as {@code wastm ledger dump} shows it. */
  static final class Key {
    @Option(names = "--key", paramLabel = "K", required = true, description = "The key, as text.")
    private String text = "";

    @Option(
        names = "--key-base64",
        paramLabel = "K",
        required = true,
        description = "The key, in base64, where it is no text.")
    private String base64 = "";

    byte[] bytes() {
      try {
        return base64.isEmpty()
            ? text.getBytes(StandardCharsets.UTF_8)
            : Base64.getDecoder().decode(base64);
      } catch (IllegalArgumentException e) {
        throw Failure.badUsage("--key-base64: \"" + base64 + "\" is not base64.");
      }
    }
  }

  @Override
  public Integer call() throws CorruptRecordException {
    if (!ActorId.isValid(actor, Protocols.known().newest().transaction())) {
      throw Failure.badUsage("--actor: \"" + actor + "\" is not an actor's id.");
    }
    StateKey sought = StateKey.of(actor.getBytes(StandardCharsets.UTF_8), key.bytes());
    try (BlobStore store = storeOption.open()) {
      long at = height.require(ledger.name(), 1, ledger.requireStored(store));
      LedgerHead head = new Checkpoints(store, ledger.name()).headAt(at);
      outputFile.write(
          ProofFile.encode(ValueProof.of(head, sought)), spec.commandLine().getOut());
    }
    return 0;
  }
}
