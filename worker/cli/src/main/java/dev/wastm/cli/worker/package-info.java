/**
 * {@code wastm worker}: a worker against a Temporal cluster, until it is stopped.
 */
@NullMarked
package dev.wastm.cli.worker;

import org.jspecify.annotations.NullMarked;
