/**
 * The contract with guests: what they export and import, what it costs, and how much of it they may have.
 *
 * <p>In: the {@link dev.wastm.wasm.abi.GuestRules} of a protocol epoch, a call ({@link dev.wastm.wasm.abi.GuestCall}, {@link
 * dev.wastm.wasm.abi.CallBudget}) and the port that whoever executes guests implements ({@link dev.wastm.wasm.abi.HostState}). Out: a {@link
 * dev.wastm.wasm.abi.GuestResult}. Imports are only named and typed here ({@link dev.wastm.wasm.abi.HostImport}); what they do is the
 * runtime's. Knows no engine: of Chicory, only what a parsed module is.
 */
@NullMarked
package dev.wastm.wasm.abi;

import org.jspecify.annotations.NullMarked;
