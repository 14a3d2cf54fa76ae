/**
 * Transactional memory for Java programs, on top of the Block-STM engine: cells, vectors and maps that transactions read and write.
 *
 * <p>In: transactions as lambdas over a {@link dev.wastm.stm.memory.Tx}. Out: their outcomes, and the memory as if they had run sequentially.
 * Nobody in WASTM itself uses this; it is how other programs use the engine.
 */
@NullMarked
package dev.wastm.stm.memory;

import org.jspecify.annotations.NullMarked;
