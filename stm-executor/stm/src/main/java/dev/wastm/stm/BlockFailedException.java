package dev.wastm.stm;

import org.jspecify.annotations.Nullable;

/**
 * A block has no outcome, because something died that is not a transaction's own business: the engine, the listener, a thread, or the virtual
 * machine for want of memory. The cause is what it died of. All threads have left the block, and the executor can be used again.
 */
public final class BlockFailedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  BlockFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static BlockFailedException of(Throwable cause) {
    return cause instanceof BlockFailedException known
        ? known
        : new BlockFailedException(
            "The block has no outcome, because its execution failed: " + cause, cause);
  }

  /**
   * Whether an error says more of the machine than of the transaction that it came out of. A stack that overflows is the transaction's own
   * doing: it is as deep as it recurses.
   */
  static boolean isOfTheMachine(Throwable thrown) {
    return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
  }
}
