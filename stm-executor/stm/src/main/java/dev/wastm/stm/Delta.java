package dev.wastm.stm;

/** What a version holds where its transaction added to a counter without reading it: an amount, resolved when it is read or committed. */
record Delta(long amount) {
  Delta plus(long more) {
    return new Delta(amount + more);
  }
}
