package dev.wastm.stm.memory;

import dev.wastm.stm.TransactionView;

/** A running transaction: what cells, vectors and maps are read and written through. Valid while its body runs, on that thread only. */
public final class Tx {
  private final TransactionView<Object, Object> view;

  Tx(TransactionView<Object, Object> view) {
    this.view = view;
  }

  TransactionView<Object, Object> view() {
    return view;
  }

  /** The transaction's index in its block, from 0. */
  public int index() {
    return view.index();
  }

  /** Ends an execution that has become of no use: to be called now and then by long computations that access no cell. */
  public void poll() {
    view.poll();
  }
}
