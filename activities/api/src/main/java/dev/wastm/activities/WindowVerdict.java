package dev.wastm.activities;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What replaying a window found.
 *
 * @param transactions how many were replayed and found equal
 * @param stateRoot the state root at the window's end in hex; null where there is a difference
 * @param difference the first difference as a sentence; null where there is none
 * @param differenceHeight the height of the difference; 0 where there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WindowVerdict(
    HeightRange heights,
    long transactions,
    @Nullable String stateRoot,
    @Nullable String difference,
    long differenceHeight) {}
