package dev.wastm.blobstore.backend;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.stream.Stream;

/** Says why a server did not answer, in words that do not depend on the HTTP client. */
public final class NetworkFaults {
  private NetworkFaults() {}

  /** The reason for {@code failure}, found among its causes; a clause of one line without a full stop. */
  public static String reason(Throwable failure) {
    return causes(failure)
        .flatMap(cause -> known(cause).stream())
        .findFirst()
        .orElseGet(() -> firstMessage(failure));
  }

  private static Optional<String> known(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return Optional.of(
          "the host " + cause.getMessage() + " is not known; check the endpoint and the region");
    }
    if (cause instanceof UnresolvedAddressException) {
      return Optional.of("the endpoint's host is not known; check the endpoint");
    }
    if (cause instanceof SocketTimeoutException || cause instanceof HttpTimeoutException) {
      return Optional.of("the server did not answer in time");
    }
    if (cause instanceof ConnectException && causes(cause).noneMatch(NetworkFaults::isUnresolved)) {
      return Optional.of("the server cannot be reached; check that it runs at the endpoint");
    }
    return Optional.empty();
  }

  private static boolean isUnresolved(Throwable cause) {
    return cause instanceof UnresolvedAddressException;
  }

  private static String firstMessage(Throwable failure) {
    return causes(failure)
        .flatMap(cause -> Stream.ofNullable(cause.getMessage()))
        .flatMap(String::lines)
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse(failure.getClass().getSimpleName())
        .replaceAll("\\.$", "");
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }
}
