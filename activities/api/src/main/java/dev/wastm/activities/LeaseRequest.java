package dev.wastm.activities;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A ledger to be held.
 *
 * @param known where it stood when it was last heard of: a worker whose store has less of it is none for it; null where nobody knows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LeaseRequest(String ledger, @Nullable LedgerPosition known) {}
