package dev.wastm.stm;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one transaction's latest incarnation left at one key. Immutable. */
sealed interface Version<V> {
  /** A value, or, where it is null, a deletion. */
  record Written<V>(@Nullable V value) implements Version<V> {
    boolean exists() {
      return value != null;
    }

    /** Whether a reader of the one has read the same as a reader of the other. */
    boolean readsLike(Written<?> other) {
      return Objects.equals(value, other.value);
    }
  }

  /** The transaction was aborted after writing here, and will most likely write here again: a reader waits for it. */
  record Estimate<V>(int writer) implements Version<V> {}

  /** The latest incarnation did not write here, though an earlier one did: readers look further down. */
  record Removed<V>() implements Version<V> {}
}
