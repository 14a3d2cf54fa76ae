/**
 * The built-in actor {@code system}, and what it keeps in the ledger's state: actors, nonces, the demand of signatures, the epoch.
 *
 * <p>In: a {@link dev.wastm.ledger.batch.SystemCall} and a transaction's view. Out: its writes, and an {@link
 * dev.wastm.ledger.execution.system.SystemActor.Answer}. Runs no guest, and makes no receipt.
 */
@NullMarked
package dev.wastm.ledger.execution.system;

import org.jspecify.annotations.NullMarked;
