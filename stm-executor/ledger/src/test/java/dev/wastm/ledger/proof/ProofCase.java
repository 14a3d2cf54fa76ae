package dev.wastm.ledger.proof;

import dev.wastm.ledger.hash.Digest;

/** A file that may be a proof, and the header's hash that its reader trusts. */
@SuppressWarnings("ArrayRecordComponent")
record ProofCase(byte[] file, Digest trusted) {}
