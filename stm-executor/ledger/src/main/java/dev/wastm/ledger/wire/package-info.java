/**
 * The bytes of messages, before anything is made of them.
 *
 * <p>In: bytes that nobody vouches for, and the kind of message that they are said to be. Out: the number of fields, or what is wrong.
 * Whoever reads a file asks here first, so that no file costs more than it has bytes.
 */
@NullMarked
package dev.wastm.ledger.wire;

import org.jspecify.annotations.NullMarked;
