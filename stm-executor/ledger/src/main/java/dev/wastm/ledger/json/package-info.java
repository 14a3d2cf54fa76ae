/**
 * JSON as such: read strictly, and brought into the one form that arguments are hashed in.
 *
 * <p>In: bytes of strangers. Out: values, or a {@link dev.wastm.ledger.json.MalformedException} with a sentence. Knows nothing of transactions.
 */
@NullMarked
package dev.wastm.ledger.json;

import org.jspecify.annotations.NullMarked;
