/**
 * What text is, and what a name is, for every layer above.
 *
 * <p>In: strings and bytes that strangers chose. Out: the same text in its other form, or a refusal; never a text with something put in the place
 * of what could not be read. {@link dev.wastm.ledger.text.Names} tells which characters names have, by tables of its own. Depends on nothing.
 */
@NullMarked
package dev.wastm.ledger.text;

import org.jspecify.annotations.NullMarked;
