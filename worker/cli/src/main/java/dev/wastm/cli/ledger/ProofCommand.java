package dev.wastm.cli.ledger;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.cli.option.OutputOption;
import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.proof.ProofFile;
import dev.wastm.ledger.proof.ValueProof;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.ledger.text.Names;
import dev.wastm.ledger.text.Text;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wastm ledger proof}: what a key's value was, or that it had none. */
@Command(
    name = "proof",
    description =
        "Prints a proof of a key's value, or of its absence, that wastm ledger verify-proof checks.",
    mixinStandardHelpOptions = true)
final class ProofCommand implements Callable<Integer> {
  @Mixin
  private LedgerOption ledger = new LedgerOption();

  @Mixin
  private HeightOption height = new HeightOption();

  @Option(names = "--actor", paramLabel = "A", required = true, description = "The actor's id.")
  private String actor = "";

  @ArgGroup(multiplicity = "1")
  private Key key = new Key();

  @Mixin
  private OutputOption output = new OutputOption();

  /** The actor's own key, as {@code wastm ledger dump} shows it. */
  static final class Key {
    /** What the JVM makes of bytes of the command line that are no text. */
    private static final char NO_TEXT = '\ufffd';

    @Option(names = "--key", paramLabel = "K", required = true, description = "The key, as text.")
    private String text = "";

    @Option(
        names = "--key-base64",
        paramLabel = "K",
        required = true,
        description = "The key, in base64, where it is no text.")
    private String base64 = "";

    byte[] bytes() {
      if (!base64.isEmpty()) {
        return decoded();
      } else if (!Text.isText(text) || text.indexOf(NO_TEXT) >= 0) {
        throw Failure.badUsage("--key: \"" + Names.shown(text)
            + "\" is not what was typed, which is no text here; use --key-base64.");
      }
      return Text.utf8(text);
    }

    private byte[] decoded() {
      try {
        return Base64.getDecoder().decode(base64);
      } catch (IllegalArgumentException e) {
        throw Failure.badUsage("--key-base64: \"" + base64 + "\" is not base64.");
      }
    }
  }

  @Override
  public Integer call() throws CorruptRecordException {
    if (!ActorId.isValid(actor, Protocols.known().newest().transaction())) {
      throw Failure.badUsage("--actor: \"" + Names.shown(actor) + "\" is not an actor's id.");
    }
    StateKey sought = StateKey.of(Text.utf8(actor), key.bytes());
    try (BlobStore store = ledger.openStore()) {
      long at = height.require(ledger, store, 1);
      LedgerHead head = new Checkpoints(store, ledger.name()).headAt(at);
      output.write(ProofFile.encode(ValueProof.of(head, sought)));
    }
    return 0;
  }
}
