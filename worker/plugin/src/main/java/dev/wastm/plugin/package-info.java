/**
 * What a user adds to a Temporal worker of their own.
 *
 * <p>In: a blob store and options. Out: a {@link dev.wastm.plugin.WastmPlugin} that registers WASTM's workflows and activities. Brings no
 * command line and no cloud SDK.
 */
@NullMarked
package dev.wastm.plugin;

import org.jspecify.annotations.NullMarked;
