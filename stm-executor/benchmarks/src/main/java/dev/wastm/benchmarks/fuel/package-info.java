/**
 * {@link dev.wastm.benchmarks.fuel.FuelBenchmark}: how long a unit of fuel lasts, whatever it is spent on. A pattern is one thing that fuel can be
 * spent on; loops are made for it, and {@code fuel.wat} is told what to do in steps.
 */
@NullMarked
package dev.wastm.benchmarks.fuel;

import org.jspecify.annotations.NullMarked;
