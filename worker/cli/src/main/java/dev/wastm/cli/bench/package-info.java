/**
 * {@code wastm bench}: what WASTM costs, measured on the machine in front of the user.
 *
 * <p>In: the parameters of a workload. Out: medians, ratios taken in one run, and a check that the outcome is right. The workloads are
 * specified in {@code docs/benchmarks.md}, so that others can be measured by them.
 */
@NullMarked
package dev.wastm.cli.bench;

import org.jspecify.annotations.NullMarked;
