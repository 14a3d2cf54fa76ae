/**
 * Ed25519 keys (RFC 8032): who signs transactions and headers.
 *
 * <p>In: key files and names. Out: signatures, and whether one holds: a function of its bytes alone, on every machine, because one provider
 * is asked everywhere. Called by execution, which checks transactions, and by the command line, which makes and uses keys.
 */
@NullMarked
package dev.wastm.ledger.key;

import org.jspecify.annotations.NullMarked;
