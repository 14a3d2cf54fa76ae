/**
 * {@code wastm ledger} and {@code wastm verify}: what operators and auditors do with a stored ledger, without Temporal. One class a command where it
 * is more than a few lines; they wire ledgers, proofs, replay and bundles together and hold no logic of theirs.
 */
@NullMarked
package dev.wastm.cli.ledger;

import org.jspecify.annotations.NullMarked;
