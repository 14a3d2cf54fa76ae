package dev.wastm.cli.io;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal; nothing where the output goes to a file, a pipe or a test. Thread-safe. */
public final class Progress implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;

  private final Optional<ProgressBar> bar;

  private Progress(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  public static Progress of(String task, long steps) {
    return of(task, () -> steps, builder -> builder);
  }

  /** Progress in bytes, whose number is asked for only where it is shown. */
  public static Progress ofBytes(String task, LongSupplier bytes) {
    return of(task, bytes, builder -> builder.setUnit(" MiB", MEBIBYTE).showSpeed());
  }

  /** The launcher makes the console what it was before JDK 22: null unless there is a terminal. */
  @SuppressWarnings("SystemConsoleNull")
  private static Progress of(
      String task, LongSupplier steps, UnaryOperator<ProgressBarBuilder> kind) {
    if (System.console() == null) {
      return new Progress(Optional.empty());
    }
    ProgressBarBuilder builder = new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(steps.getAsLong())
        .setStyle(ProgressBarStyle.UNICODE_BLOCK);
    return new Progress(Optional.of(kind.apply(builder).build()));
  }

  public void stepBy(long steps) {
    bar.ifPresent(shown -> shown.stepBy(steps));
  }

  public void step() {
    bar.ifPresent(ProgressBar::step);
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
