package dev.wastm.workflows;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wastm.activities.LedgerPosition;
import org.jspecify.annotations.Nullable;

/**
 * How a ledger's workflow stands.
 *
 * @param position null until a worker has loaded the ledger
 * @param waiting submissions accepted and not yet answered
 * @param halted why the ledger takes no more batches; null where it does
 * @param lastFailure why the batch at hand had to be sent again, as a sentence with the innermost cause; null once one has gone well
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LedgerStatus(
    String ledger,
    @Nullable LedgerPosition position,
    int waiting,
    @Nullable String halted,
    @Nullable String lastFailure) {}
