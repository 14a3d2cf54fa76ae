/**
 * The command line: one class a command, options shared as mixins.
 *
 * <p>In: arguments and files. Out: text or JSON on standard output, one line on standard error where something is wrong, and an exit code. It
 * wires blob stores, ledgers, workflows and the plugin together and holds no logic of theirs.
 */
@NullMarked
package dev.wastm.cli;

import org.jspecify.annotations.NullMarked;
