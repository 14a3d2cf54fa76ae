package dev.wastm.cli;

import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal; nothing where the output goes to a file, a pipe or a test. Thread-safe. */
final class Progress implements AutoCloseable {
  private final Optional<ProgressBar> bar;

  private Progress(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  /** The launcher makes the console what it was before JDK 22: null unless there is a terminal. */
  @SuppressWarnings("SystemConsoleNull")
  static Progress of(String task, long steps) {
    if (System.console() == null) {
      return new Progress(Optional.empty());
    }
    return new Progress(Optional.of(new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(steps)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .build()));
  }

  void step() {
    bar.ifPresent(ProgressBar::step);
  }

  void stepTo(long done) {
    bar.ifPresent(shown -> shown.stepTo(done));
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
