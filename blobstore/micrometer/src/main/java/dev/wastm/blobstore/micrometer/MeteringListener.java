package dev.wastm.blobstore.micrometer;

import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.layer.BlobStoreListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;

/**
 * Meters, for each operation ({@code put}, {@code read}, {@code head}, {@code list}, {@code delete}):
 *
 * <ul>
 *   <li>the timer {@value #CALLS}, by {@code operation} and {@code outcome}: {@code success}, or the kind of failure,
 *       such as {@code not_found}; reads and listings take as long as their streams are open;
 *   <li>the counter {@value #AMOUNT}, by {@code operation}: bytes put and read, objects listed, by calls that succeeded.
 * </ul>
 *
 * Thread-safe, as registries are.
 */
public final class MeteringListener implements BlobStoreListener {
  /** The timer of calls. */
  public static final String CALLS = "wastm.blobstore.calls";

  /** The counter of bytes, or of objects listed. */
  public static final String AMOUNT = "wastm.blobstore.amount";

  private static final String OPERATION = "operation";
  private static final String OUTCOME = "outcome";

  private final MeterRegistry registry;

  /** Meters in {@code registry}. */
  public MeteringListener(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Call begin(Operation operation, String subject) {
    return new Metered(lowerCase(operation), Timer.start(registry));
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private final class Metered implements Call {
    private final String operation;
    private final Timer.Sample sample;

    Metered(String operation, Timer.Sample sample) {
      this.operation = operation;
      this.sample = sample;
    }

    @Override
    public void succeeded(long amount) {
      stop("success");
      if (amount > 0) {
        registry.counter(AMOUNT, OPERATION, operation).increment((double) amount);
      }
    }

    @Override
    public void failed(Throwable failure) {
      stop(failure instanceof BlobStoreException e ? lowerCase(e.kind()) : "error");
    }

    private void stop(String outcome) {
      sample.stop(registry.timer(CALLS, OPERATION, operation, OUTCOME, outcome));
    }
  }
}
