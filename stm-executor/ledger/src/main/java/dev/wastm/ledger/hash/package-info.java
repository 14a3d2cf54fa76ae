/**
 * SHA-256 and the trees built from it.
 *
 * <p>In: bytes. Out: {@link dev.wastm.ledger.hash.Digest}s, and the RFC 6962 root of a list. Everything in the ledger that is
 * checked later is hashed here; nothing here knows what it hashes.
 */
@NullMarked
package dev.wastm.ledger.hash;

import org.jspecify.annotations.NullMarked;
