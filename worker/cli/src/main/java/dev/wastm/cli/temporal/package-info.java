/**
 * What commands need to talk to a Temporal cluster: the connection, configured as Temporal's own tools are, and submissions.
 */
@NullMarked
package dev.wastm.cli.temporal;

import org.jspecify.annotations.NullMarked;
