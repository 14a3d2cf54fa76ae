/**
 * A backend as a stranger would write it, with what is public: one class, a line in {@code META-INF/services}, and two
 * tests that have the kit prove it. In: URIs of the scheme {@code map:}. Out: stores in the heap. Callers: tests alone.
 */
@NullMarked
package com.example.blobstore;

import org.jspecify.annotations.NullMarked;
