package dev.wastm.cli.ledger;

import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.journal.Genesis;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What identifies a ledger, and where it parts from another one, where it does; as commands print it. */
final class GenesisFields {
  private GenesisFields() {}

  /** A ledger's name and genesis, to which more can be added. */
  static Map<String, @Nullable Object> of(String ledger, Genesis.Sealed genesis) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("ledger", ledger);
    add(genesis, fields);
    return fields;
  }

  static void add(Genesis.Sealed genesis, Map<String, @Nullable Object> fields) {
    fields.put("genesis", genesis.hash().hex());
    genesis.genesis().origin().ifPresent(origin -> {
      BatchHeader header = origin.header().header();
      fields.put("originLedger", header.ledger());
      fields.put("originHeight", header.height());
      fields.put("originHeader", origin.header().hash().hex());
      fields.put("originGenesis", origin.genesis().hash().hex());
    });
    if (!genesis.genesis().founder().isEmpty()) {
      fields.put("founder", genesis.genesis().founder());
    }
  }
}
