package dev.wastm.activities;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What replaying a window found.
 *
 * @param transactions how many were replayed and found equal
 * @param parentHash the hash of the header that the window follows in hex, or of the genesis; null where there is a difference
 * @param headerHash the hash of the window's last header in hex; null where there is a difference
 * @param stateRoot the state root at the window's end in hex; null where there is a difference
 * @param difference the first difference as a sentence; null where there is none
 * @param differenceHeight the height of the difference; 0 where there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WindowVerdict(
    HeightRange heights,
    long transactions,
    @Nullable String parentHash,
    @Nullable String headerHash,
    @Nullable String stateRoot,
    @Nullable String difference,
    long differenceHeight) {}
