package dev.wastm.blobstore.backend;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStoreException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A URI of the form {@code scheme://bucket/prefix?option=value&…}, taken apart. It never holds credentials: they would
 * end up in logs and process lists.
 *
 * @param uri as it was given
 * @param bucket the bucket or container
 * @param keyPrefix what every key is stored behind: empty, or ending in a slash
 */
public record BucketUri(URI uri, String bucket, String keyPrefix, Map<String, String> options) {
  /** Leaves room for a key within the 1 024 bytes that S3 and Azure allow. */
  private static final int KEY_PREFIX_LENGTH_MAX = 1024 - BlobKey.MAX_LENGTH;

  private static final Set<String> HTTP = Set.of("http", "https");
  private static final String FORM_OF_SERVERS = "of the form http://host:port";

  /** Takes the URI apart; throws {@link IllegalArgumentException}, its message a sentence, where it is not of the form. */
  public static BucketUri parse(URI uri, Set<String> knownOptions) {
    String bucket = uri.getRawAuthority();
    if (bucket == null) {
      throw bad(uri, "names no bucket; write " + uri.getScheme() + "://bucket/prefix");
    }
    if (bucket.contains("@")) {
      throw new IllegalArgumentException(
          "A blob store URI cannot hold credentials; give them through the environment.");
    }
    return new BucketUri(uri, bucket, keyPrefix(uri), options(uri, knownOptions));
  }

  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** The option's value as the URI of a server. */
  public Optional<URI> serverOption(String name) {
    return option(name).map(value -> {
      try {
        URI server = new URI(value);
        if (HTTP.contains(String.valueOf(server.getScheme())) && server.getHost() != null) {
          return server;
        }
      } catch (URISyntaxException malformed) {
        throw badOption(name, value, FORM_OF_SERVERS);
      }
      throw badOption(name, value, FORM_OF_SERVERS);
    });
  }

  /** The option's value as {@code true} or {@code false}. */
  public Optional<Boolean> flagOption(String name) {
    return option(name).map(value -> switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw badOption(name, value, "true or false");
    });
  }

  /** The option's value as a number from 1 to {@code max}. */
  public Optional<Integer> countOption(String name, int max) {
    return option(name).map(value -> {
      if (value.matches("[1-9][0-9]{0,8}") && Integer.parseInt(value) <= max) {
        return Integer.valueOf(value);
      }
      throw badOption(name, value, "a number from 1 to " + max);
    });
  }

  private IllegalArgumentException badOption(String name, String value, String form) {
    return bad(uri, "has the " + name + " \"" + value + "\", which is not " + form);
  }

  private static String keyPrefix(URI uri) {
    String path = uri.getPath().replaceAll("^/+|/+$", "");
    if (path.isEmpty()) {
      return "";
    }
    if (path.length() >= KEY_PREFIX_LENGTH_MAX) {
      throw bad(
          uri,
          "has a prefix of " + path.length() + " characters; fewer than " + KEY_PREFIX_LENGTH_MAX
              + " are allowed");
    }
    try {
      BlobKey.checkPrefix(path + "/");
    } catch (BlobStoreException e) {
      throw new IllegalArgumentException(
          "The blob store URI " + uri + " has a prefix that is no key: " + e.getMessage(), e);
    }
    return path + "/";
  }

  private static Map<String, String> options(URI uri, Set<String> known) {
    Map<String, String> options = new LinkedHashMap<>();
    if (uri.getQuery() == null) {
      return options;
    }
    for (String option : uri.getQuery().split("&", -1)) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      if (equals < 0 || !known.contains(name)) {
        throw bad(
            uri,
            "has the option \"" + name + "\"; known are "
                + String.join(", ", known.stream().sorted().map(n -> n + "=…").toList()));
      }
      options.put(name, option.substring(equals + 1));
    }
    return options;
  }

  private static IllegalArgumentException bad(URI uri, String why) {
    return new IllegalArgumentException("The blob store URI " + uri + " " + why + ".");
  }
}
