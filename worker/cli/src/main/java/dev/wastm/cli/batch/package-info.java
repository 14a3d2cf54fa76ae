/**
 * {@code wastm exec} and {@code wastm batch}: a file of transactions becomes the next batch of a ledger, here or through Temporal, and is printed alike.
 */
@NullMarked
package dev.wastm.cli.batch;

import org.jspecify.annotations.NullMarked;
