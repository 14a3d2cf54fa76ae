/**
 * Transactions as people and programs submit them: a text, one JSON object a line.
 *
 * <p>In: the text and a {@link dev.wastm.ledger.protocol.Protocol}. Out: {@link dev.wastm.ledger.submission.TransactionsFile.Line}s, all of them or one sentence. This is the one place where JSON becomes argument bytes.
 */
@NullMarked
package dev.wastm.ledger.submission;

import org.jspecify.annotations.NullMarked;
