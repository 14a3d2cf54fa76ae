package dev.wastm.stm;

import org.jspecify.annotations.Nullable;

/** What stands where there is no value. */
enum Mark {
  /** The block has deleted the key. */
  DELETED,

  /** The transaction was aborted after writing here, and will most likely write here again: a reader waits for it. */
  ESTIMATE,

  /** The latest incarnation did not write here, though an earlier one did: readers look further down. */
  REMOVED,

  /** The committed overlay has not been asked yet. */
  UNREAD,

  /** The block has not written the key below this segment, and the snapshot has no value. */
  ABSENT,

  /** More additions than a reader adds up; known when they are committed. */
  UNRESOLVED;

  /** What transactions are told: a value, or null for none. */
  static @Nullable Object valueOf(@Nullable Object content) {
    return content == DELETED ? null : content;
  }
}
