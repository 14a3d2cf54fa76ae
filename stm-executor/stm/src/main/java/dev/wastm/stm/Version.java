package dev.wastm.stm;

import org.jspecify.annotations.Nullable;

/** What one transaction's latest incarnation left at a key: a value, a {@link Delta}, or a {@link Mark}. */
final class Version extends Link {
  final int writer;
  volatile Object content;

  Version(int writer, Object content, @Nullable Version next) {
    super(next);
    EngineFault.unless(next == null || next.writer < writer, "Writers descend along a chain.");
    this.writer = writer;
    this.content = content;
  }
}
