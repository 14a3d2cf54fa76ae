/**
 * {@code wastm bench}: thin commands that read options, have {@code dev.wastm.benchmarks} measure, and print.
 */
@NullMarked
package dev.wastm.cli.bench;

import org.jspecify.annotations.NullMarked;
