/**
 * {@code wastm key}: keys, and transactions that are signed with them.
 */
@NullMarked
package dev.wastm.cli.key;

import org.jspecify.annotations.NullMarked;
