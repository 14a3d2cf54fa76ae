/**
 * The words of a batch: transactions in, receipts and a header out.
 *
 * <p>In: what was submitted, or stored bytes. Out: immutable {@link dev.wastm.ledger.batch.Transaction}s, {@link
 * dev.wastm.ledger.batch.Receipt}s and {@link dev.wastm.ledger.batch.BatchHeader}s, with their canonical bytes (Protocol Buffers, {@code
 * ledger.proto}) and hashes. Values are checked here, once, and trusted behind. No I/O, no execution.
 */
@NullMarked
package dev.wastm.ledger.batch;

import org.jspecify.annotations.NullMarked;
