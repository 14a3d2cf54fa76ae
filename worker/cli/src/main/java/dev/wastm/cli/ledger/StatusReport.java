package dev.wastm.cli.ledger;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.key.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code wastm ledger status} says. */
final class StatusReport {
  private StatusReport() {}

  static Map<String, @Nullable Object> read(BlobStore store, String ledger)
      throws CorruptRecordException {
    Checkpoints checkpoints = new Checkpoints(store, ledger);
    LedgerHead head = checkpoints.headAt(new Journal(store, ledger).newestHeight());
    LedgerSignatures signatures = new LedgerSignatures(store, ledger);
    LedgerSignatures.Signers ofGenesis = signatures.signers(head.genesis());
    Optional<LedgerSignatures.Signers> ofHeader = head.header().map(signatures::signers);
    List<Long> stored = checkpoints.heights();
    Map<String, @Nullable Object> fields = GenesisFields.of(ledger, head.genesis());
    fields.put("genesisSigners", names(ofGenesis.keys()));
    fields.put("height", head.height());
    fields.put("headerHash", head.header().map(header -> header.hash().hex()).orElse(null));
    fields.put("stateRoot", head.state().root().hex());
    fields.put("signers", names(ofHeader.map(LedgerSignatures.Signers::keys).orElse(List.of())));
    List<String> faults = new ArrayList<>(ofGenesis.faults());
    ofHeader.ifPresent(found -> faults.addAll(found.faults()));
    if (!faults.isEmpty()) {
      fields.put("faultySignatures", faults);
    }
    fields.put("keys", head.state().size());
    fields.put("timestampMs", head.timestampMs());
    fields.put("checkpoints", stored.size());
    fields.put("newestCheckpoint", stored.isEmpty() ? null : stored.get(stored.size() - 1));
    return fields;
  }

  private static List<String> names(List<VerificationKey> keys) {
    return keys.stream().map(VerificationKey::name).toList();
  }
}
