package dev.wastm.stm;

/** What a block did to a key. */
public sealed interface Change<V> {
  record Put<V>(V value) implements Change<V> {}

  record Delete<V>() implements Change<V> {}
}
