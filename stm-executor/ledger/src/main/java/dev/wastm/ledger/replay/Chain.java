package dev.wastm.ledger.replay;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.Genesis;

/**
 * A range of headers, each of which follows from the one before.
 *
 * @param genesis the ledger's
 * @param parentHash what the first header of the range follows
 * @param headerHash the hash of the last one
 */
public record Chain(Genesis.Sealed genesis, Digest parentHash, Digest headerHash) {}
