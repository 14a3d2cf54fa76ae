package dev.wastm.benchmarks.fuel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What tells the time while patterns are measured, in nanoseconds; only differences count. */
interface FuelClock {
  long ns();

  /** What all threads have computed so far, but for those of the JVM itself. */
  long cpuNs();

  /** The machine's. */
  static FuelClock system() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return new FuelClock() {
      @Override
      public long ns() {
        return System.nanoTime();
      }

      @Override
      public long cpuNs() {
        long sum = 0;
        for (long each : threads.getThreadCpuTime(threads.getAllThreadIds())) {
          sum += Math.max(each, 0);
        }
        return sum;
      }
    };
  }
}
