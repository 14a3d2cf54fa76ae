/**
 * What all commands share that is no option: files in and out, batches and their receipts as they are printed, progress, failures as one line and
 * an exit code, and the last guard against showing credentials. Only here is anything written to the process's own output.
 */
@NullMarked
package dev.wastm.cli.io;

import org.jspecify.annotations.NullMarked;
