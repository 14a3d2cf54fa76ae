package dev.wastm.stm;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An ordered store of numbers, each of which is a counter. Safe to read from any thread once it is filled. */
final class TestStore<K extends Comparable<K>> implements Snapshot<K, Long> {
  private final TreeMap<K, Long> entries = new TreeMap<>();

  void put(K key, long value) {
    entries.put(key, value);
  }

  @Override
  public Long readOr(K key, Long absent) {
    return entries.getOrDefault(key, absent);
  }

  @Override
  public Counters<Long> counters() {
    return new Counters<>() {
      @Override
      public long get(@Nullable Long value) {
        return value == null ? 0 : value;
      }

      @Override
      public Long of(long number) {
        return number;
      }
    };
  }

  @Override
  public Iterator<Map.Entry<K, Long>> from(K key) {
    return entries.tailMap(key, true).entrySet().iterator();
  }
}
