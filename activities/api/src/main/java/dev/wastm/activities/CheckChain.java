package dev.wastm.activities;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A range of headers to check, and what is known of the ledger from elsewhere.
 *
 * @param signedBy the key that must have signed the genesis and each header, as {@code ed25519:<hex>}; null where it does not matter
 * @param genesis the hash that the genesis must have, in hex; null where it does not matter
 * @param header the hash that the range's last header must have, in hex; null where it does not matter
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckChain(
    String ledger,
    HeightRange heights,
    @Nullable String signedBy,
    @Nullable String genesis,
    @Nullable String header) {}
