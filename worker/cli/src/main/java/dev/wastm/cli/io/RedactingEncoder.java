package dev.wastm.cli.io;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;

/** Writes log lines, traces too, without credentials; named in {@code logback.xml}. */
public final class RedactingEncoder extends PatternLayoutEncoder {
  @Override
  public byte[] encode(ILoggingEvent event) {
    return Redaction.of(getLayout().doLayout(event)).getBytes(StandardCharsets.UTF_8);
  }
}
