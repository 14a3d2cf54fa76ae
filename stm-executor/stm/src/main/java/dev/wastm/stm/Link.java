package dev.wastm.stm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A place in a list of versions, behind which another version can be. */
abstract class Link {
  private static final VarHandle NEXT;

  static {
    try {
      NEXT = MethodHandles.lookup().findVarHandle(Link.class, "next", Version.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Changed by compare-and-set only. */
  private volatile @Nullable Version next;

  Link(@Nullable Version next) {
    this.next = next;
  }

  final @Nullable Version next() {
    return next;
  }

  final boolean replaceNext(@Nullable Version expected, Version with) {
    return NEXT.compareAndSet(this, expected, with);
  }
}
