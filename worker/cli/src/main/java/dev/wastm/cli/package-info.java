/**
 * The command line, a package a noun: {@code ledger}, {@code batch}, {@code module}, {@code blob}, {@code key}, {@code worker}, {@code demo} and
 * {@code bench}, over {@code option} (options that nouns share), {@code temporal} and {@code io}. A noun knows no other noun.
 *
 * <p>In: arguments and files. Out: text or JSON on standard output, one line on standard error where something is wrong, and an exit code. It
 * wires blob stores, ledgers, workflows and the plugin together and holds no logic of theirs.
 */
@NullMarked
package dev.wastm.cli;

import org.jspecify.annotations.NullMarked;
