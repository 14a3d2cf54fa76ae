/**
 * Block-STM: executes an ordered block of transactions in parallel, with the outcome of running them sequentially.
 *
 * <p>In: transactions, and a snapshot to read below them. Out: outcomes in order, and the final change of every written key. {@link
 * dev.wastm.stm.MultiVersionMemory} keeps what each transaction wrote, {@link dev.wastm.stm.Scheduler} says what is to be executed or
 * validated next, {@link dev.wastm.stm.ParallelSegment} does it. Generic and free of dependencies: keys have no meaning here, and nobody is
 * told of roots or receipts. Usable from any Java program. {@code docs/block-stm.md} walks through it in reading order.
 */
@NullMarked
package dev.wastm.stm;

import org.jspecify.annotations.NullMarked;
