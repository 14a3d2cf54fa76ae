package dev.wastm.stm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one incarnation has written so far, with the way back. Confined to one thread. */
final class WriteLog<K, V> {
  private final Map<K, Version.Written<V>> net = new HashMap<>();
  private final List<Undo<K, V>> undo = new ArrayList<>();

  private record Undo<K, V>(K key, Version.@Nullable Written<V> before) {}

  /** Null where the key was not written. */
  Version.@Nullable Written<V> get(K key) {
    return net.get(key);
  }

  /** @param value null for a deletion */
  void put(K key, @Nullable V value) {
    undo.add(new Undo<>(key, net.put(key, new Version.Written<>(value))));
  }

  int savepoint() {
    return undo.size();
  }

  void rollbackTo(int savepoint) {
    if (savepoint < 0 || savepoint > undo.size()) {
      throw new IllegalArgumentException(
          "There is no savepoint " + savepoint + " in a log of " + undo.size() + ".");
    }
    while (undo.size() > savepoint) {
      Undo<K, V> last = undo.remove(undo.size() - 1);
      if (last.before() == null) {
        net.remove(last.key());
      } else {
        net.put(last.key(), last.before());
      }
    }
  }

  Map<K, Version.Written<V>> net() {
    return net;
  }

  void forEach(WriteVisitor<K, V> visitor) {
    net.forEach((key, written) -> {
      V value = written.value();
      if (value == null) {
        visitor.delete(key);
      } else {
        visitor.put(key, value);
      }
    });
  }
}
