/**
 * The rules that decide outcomes, as one value an epoch.
 *
 * <p>In: an epoch's number, which a ledger's state tells for each height. Out: the {@link dev.wastm.ledger.protocol.Protocol}, with the rules
 * for guests, transactions and batches. Whoever parses, seals, executes or replays is given it and asks it; no rule is a constant elsewhere.
 */
@NullMarked
package dev.wastm.ledger.protocol;

import org.jspecify.annotations.NullMarked;
