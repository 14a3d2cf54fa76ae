/**
 * The Block-STM engine alone: {@link dev.wastm.benchmarks.stm.StmMeasurement} against sequential execution, on payments written in Java; and
 * {@link dev.wastm.benchmarks.stm.StmPrediction} of more processors than there are, by a simulation of the engine's own scheduler.
 */
@NullMarked
package dev.wastm.benchmarks.stm;

import org.jspecify.annotations.NullMarked;
