package dev.wastm.activities;

/** What was asked for does not exist or makes no sense: the caller's mistake, which no retry mends. The message is a sentence for the caller. */
public final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadRequestException(String message) {
    super(message);
  }
}
