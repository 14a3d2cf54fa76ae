/**
 * {@code wastm blob}: what operators do with blob stores, object by object.
 */
@NullMarked
package dev.wastm.cli.blob;

import org.jspecify.annotations.NullMarked;
