package dev.wastm.stm;

/** How a transaction ended, as if all had run sequentially. */
public sealed interface Outcome<R> {
  record Returned<R>(R value) implements Outcome<R> {}

  /** The transaction threw at its final, consistent execution; its writes were dropped. */
  record Threw<R>(Throwable cause) implements Outcome<R> {}
}
