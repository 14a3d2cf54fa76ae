/**
 * Options that commands of several nouns have, as mixins: each is parsed, checked and explained here, once.
 *
 * <p>In: what a person wrote. Out: what it names, opened or read; or a {@link dev.wastm.cli.io.Failure} that says what is wrong with it.
 */
@NullMarked
package dev.wastm.cli.option;

import org.jspecify.annotations.NullMarked;
