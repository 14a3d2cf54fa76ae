package dev.wastm.cli.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/** Standard output, for bytes that are no text. */
public final class RawOutput {
  private static final int BUFFER_BYTES = 64 * 1024;

  private RawOutput() {}

  /** Writes all that can be read. Ends quietly where nobody reads any more, as when piped into head. */
  public static void write(InputStream in) throws IOException {
    PrintStream out = System.out;
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = in.read(buffer); n >= 0 && !out.checkError(); n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
    out.flush();
  }
}
