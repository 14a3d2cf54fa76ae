package dev.wastm.cli.io;

import dev.wastm.ledger.execution.ExhaustedJvm;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How the process ends that has no memory left: at once, with one sentence and a code of its own, on which supervisors start it anew. */
public final class ProcessEnd {
  /** The same that the JVM itself ends with under {@code -XX:+ExitOnOutOfMemoryError}. */
  public static final int EXHAUSTED = 3;

  /** Made beforehand, since there may be no room for it later. */
  private static final byte[] SENTENCE =
      "wastm: the JVM ran out of memory, and ends; start it again, with a larger -Xmx in WASTM_JAVA_OPTIONS where it comes again.\n"
          .getBytes(StandardCharsets.UTF_8);

  private ProcessEnd() {}

  /** Ends the process where a failure came of an error of the JVM; returns otherwise. */
  public static void haltWhereExhausted(Throwable failure) {
    if (ExhaustedJvm.errorIn(failure).isPresent()) {
      halt();
    }
  }

  /** Waits for nothing: hooks may need memory, or threads that are lost. */
  public static void halt() {
    try (FileOutputStream err = new FileOutputStream(FileDescriptor.err)) {
      err.write(SENTENCE);
    } catch (IOException ignored) {
      // The code says it too.
    } finally {
      Runtime.getRuntime().halt(EXHAUSTED);
    }
  }
}
