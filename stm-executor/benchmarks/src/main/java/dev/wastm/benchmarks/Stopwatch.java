package dev.wastm.benchmarks;

/** Times something several times, after warming up. */
public record Stopwatch(int warmups, int runs) {
  /** What is timed. */
  @FunctionalInterface
  public interface Task {
    void run() throws Exception;
  }

  /** The median, in nanoseconds. */
  public double ns(Task task) throws Exception {
    return Median.of(all(task)[0]);
  }

  /** The medians of several tasks that take turns, so that what disturbs one disturbs the others; in nanoseconds. */
  public double[] inTurn(Task... tasks) throws Exception {
    double[][] times = all(tasks);
    double[] medians = new double[tasks.length];
    for (int i = 0; i < tasks.length; i++) {
      medians[i] = Median.of(times[i]);
    }
    return medians;
  }

  /** The median of how many times longer one takes than another, run by run. */
  public double ratio(Task one, Task other) throws Exception {
    double[][] times = all(one, other);
    double[] ratios = new double[runs];
    for (int i = 0; i < runs; i++) {
      ratios[i] = times[0][i] / times[1][i];
    }
    return Median.of(ratios);
  }

  private double[][] all(Task... tasks) throws Exception {
    double[][] times = new double[tasks.length][runs];
    for (int run = -warmups; run < runs; run++) {
      for (int i = 0; i < tasks.length; i++) {
        long startNs = System.nanoTime();
        tasks[i].run();
        times[i][Math.max(run, 0)] = System.nanoTime() - startNs;
      }
    }
    return times;
  }
}
