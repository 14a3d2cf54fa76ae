package dev.wastm.activities;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A range of heights to replay, beginning after a checkpoint or at 1.
 *
 * @param signedBy the key that must have signed each header, as {@code ed25519:<hex>}; null where it does not matter
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerifyWindow(
    String ledger,
    HeightRange heights,
    ReplayOptions replay,
    @Nullable String signedBy) {}
