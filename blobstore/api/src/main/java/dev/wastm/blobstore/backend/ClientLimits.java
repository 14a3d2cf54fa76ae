package dev.wastm.blobstore.backend;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How long the client of a server waits, and how often it tries; from the options {@value #TIMEOUT} and {@value #TRIES}
 * of a URI.
 *
 * @param silence how long an open connection may bring no byte
 * @param tries how often a call is tried in all
 */
public record ClientLimits(Duration silence, int tries) {
  private static final String TIMEOUT = "timeoutSeconds";
  private static final String TRIES = "tries";

  /** A server that takes longer to accept a connection is down. */
  public static final Duration CONNECT = Duration.ofSeconds(5);

  /** A server that sends nothing for longer has lost the connection. */
  private static final int TIMEOUT_S_DEFAULT = 20;

  private static final int TIMEOUT_S_MAX = 600;

  /** Gets over a connection from the pool that died unnoticed, and two that fail. */
  private static final int TRIES_DEFAULT = 5;

  private static final int TRIES_MAX = 20;

  /** Within this, a part of 16 MiB needs 140 KB/s. */
  private static final Duration TRANSFER = Duration.ofMinutes(2);

  /** The names of a backend's own options and of those for these limits. */
  public static Set<String> and(String... ownOptions) {
    Set<String> all = new HashSet<>(Set.of(TIMEOUT, TRIES));
    all.addAll(List.of(ownOptions));
    return Set.copyOf(all);
  }

  /** The limits that the URI asks for. */
  public static ClientLimits of(BucketUri uri) {
    int seconds = uri.countOption(TIMEOUT, TIMEOUT_S_MAX).orElse(TIMEOUT_S_DEFAULT);
    return new ClientLimits(
        Duration.ofSeconds(seconds), uri.countOption(TRIES, TRIES_MAX).orElse(TRIES_DEFAULT));
  }

  /** With its retries, no call takes longer: time for a transfer, or for every try to find out that nobody answers. */
  public Duration call() {
    Duration inVain = silence.plus(CONNECT).multipliedBy(tries);
    return inVain.compareTo(TRANSFER) > 0 ? inVain : TRANSFER;
  }
}
