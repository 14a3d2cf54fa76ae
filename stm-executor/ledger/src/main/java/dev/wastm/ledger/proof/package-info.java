/**
 * Proofs: what a stranger needs to check one value or one receipt, offline, knowing nothing but a header's hash.
 *
 * <p>In: a {@link dev.wastm.ledger.journal.LedgerHead} or a {@link dev.wastm.ledger.batch.BatchOutcome}. Out: {@link
 * dev.wastm.ledger.proof.LedgerProof}s, as files of one line of JSON ({@link dev.wastm.ledger.proof.ProofFile}), and later the answer
 * whether such a file holds. Specified in {@code docs/state.md}; {@code docs/verify/} has a second verifier that shares no code with this
 * one. Called by the command line. No I/O.
 */
@NullMarked
package dev.wastm.ledger.proof;

import org.jspecify.annotations.NullMarked;
