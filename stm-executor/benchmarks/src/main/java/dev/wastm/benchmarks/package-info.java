/**
 * What WASTM costs, measured on the machine that it runs on.
 *
 * <p>In: the parameters of a workload. Out: medians, ratios taken in one run, and a check that the outcome is right. The workloads are
 * specified in {@code docs/benchmarks.md}, so that others can be measured by them. Here is what all measurements share; {@code stm}, {@code
 * state}, {@code wasm} and {@code fuel} measure. No production code depends on any of it, and it knows no command line: {@code wastm bench}
 * calls it and prints.
 */
@NullMarked
package dev.wastm.benchmarks;

import org.jspecify.annotations.NullMarked;
