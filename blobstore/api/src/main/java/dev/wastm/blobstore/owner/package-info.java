/**
 * Files and directories that are the user's who runs: what nobody else may have written, and secrets that nobody else may have read. In: a path.
 * Out: its bytes, or a sentence that says who else could have changed it. Callers: caches, the command line's keys and outputs.
 *
 * <p>What is checked cannot be changed by others before it is used, because the way to it is checked from the root downwards: nobody but the
 * user and root may change a name on it. What the user and root do meanwhile is not guarded against. On file systems that know no owners
 * (Windows) nothing is checked.
 */
@NullMarked
package dev.wastm.blobstore.owner;

import org.jspecify.annotations.NullMarked;
