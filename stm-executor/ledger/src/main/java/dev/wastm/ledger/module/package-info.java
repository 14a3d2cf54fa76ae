/**
 * Modules: published once, found by tag or digest, fetched and made ready to run.
 *
 * <p>In: {@code .wasm} files and references to them. Out: digests for the batch, {@link dev.wastm.wasm.ExecutableModule}s for execution.
 * {@link dev.wastm.ledger.module.ModuleStore} is what lies in the blob store, {@link dev.wastm.ledger.module.Modules} what lies in memory.
 */
@NullMarked
package dev.wastm.ledger.module;

import org.jspecify.annotations.NullMarked;
