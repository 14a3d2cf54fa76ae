package dev.wastm.stm;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a read set.
 *
 * @param seen the version that was read; null where the key had none in the block, and the snapshot answered
 * @param value what was read; null where there was no value
 * @param valueMatters false where only the key's existence was asked for
 */
record Read<K, V>(
    K key, Version.@Nullable Written<V> seen, @Nullable V value, boolean valueMatters) {
  boolean existed() {
    return value != null;
  }

  Read<K, V> withValue() {
    return new Read<>(key, seen, value, true);
  }
}
