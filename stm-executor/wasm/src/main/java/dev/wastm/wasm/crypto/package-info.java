/**
 * Digests, authentication codes and signatures, as guests and ledgers find them the same everywhere.
 *
 * <p>In: bytes. Out: {@link dev.wastm.wasm.crypto.Sha256}, {@link dev.wastm.wasm.crypto.Hmac}, and whether an {@link
 * dev.wastm.wasm.crypto.Ed25519} signature holds. Knows the Java platform and nothing else.
 */
@NullMarked
package dev.wastm.wasm.crypto;

import org.jspecify.annotations.NullMarked;
