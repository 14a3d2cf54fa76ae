package dev.wastm.activities;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What checking a range of headers found.
 *
 * @param genesis the hash of the ledger's genesis in hex; null where there is a difference
 * @param parentHash the hash of the header that the range follows in hex, or of the genesis; null where there is a difference
 * @param headerHash the hash of the range's last header in hex; null where there is a difference
 * @param difference what is wrong, as a sentence; null where nothing is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChainVerdict(
    @Nullable String genesis,
    @Nullable String parentHash,
    @Nullable String headerHash,
    @Nullable String difference) {}
