package dev.wastm.workflows;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wastm.activities.HeightRange;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param verified whether all of the range came out again
 * @param genesis the hash of the ledger's genesis in hex; null where the chain of headers is broken
 * @param headerHash the hash of the range's last header in hex; null where the chain of headers is broken
 * @param transactions how many were replayed and found equal
 * @param stateRoot the state root at the range's end in hex; null unless verified
 * @param difference the first difference as a sentence; null where verified
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerificationReport(
    boolean verified,
    HeightRange heights,
    @Nullable String genesis,
    @Nullable String headerHash,
    long transactions,
    @Nullable String stateRoot,
    @Nullable String difference) {}
