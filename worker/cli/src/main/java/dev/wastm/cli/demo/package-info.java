/**
 * {@code wastm demo}: the main job end to end, on Temporal's embedded server and a new folder.
 */
@NullMarked
package dev.wastm.cli.demo;

import org.jspecify.annotations.NullMarked;
