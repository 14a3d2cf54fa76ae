package dev.wastm.stm;

/** What a version holds where it holds no value. */
enum Mark {
  /** The key was deleted. */
  DELETED,

  /** The transaction was aborted after writing here, and will most likely write here again: a reader waits for it. */
  ESTIMATE,

  /** The latest incarnation did not write here, though an earlier one did: readers look further down. */
  REMOVED,

  /** The snapshot has not been asked yet. */
  UNREAD
}
