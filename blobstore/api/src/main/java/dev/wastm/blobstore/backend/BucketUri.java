package dev.wastm.blobstore.backend;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.UriSecrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A URI of the form {@code scheme://bucket/prefix?option=value&…}, taken apart. It never holds credentials: they would
 * end up in logs and process lists. Its text, and the messages about it, show what is known to be harmless.
 *
 * @param uri as it was given
 * @param bucket the bucket or container
 * @param keyPrefix what every key is stored behind: empty, or ending in a slash
 */
public record BucketUri(URI uri, String bucket, String keyPrefix, Map<String, String> options) {
  /** Leaves room for a key within the 1 024 bytes that S3 and Azure allow. */
  private static final int KEY_PREFIX_LENGTH_MAX = 1024 - BlobKey.MAX_LENGTH;

  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9._$-]+");

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

  private static final Set<String> HTTP = Set.of("http", "https");
  private static final String FORM_OF_SERVERS = "of the form http://host:port";

  /** Takes the URI apart; throws {@link IllegalArgumentException}, its message a sentence, where it is not of the form. */
  public static BucketUri parse(URI uri, Set<String> knownOptions) {
    String bucket = uri.getRawAuthority();
    if (bucket == null) {
      throw bad(uri, "names no bucket; write " + uri.getScheme() + "://bucket/prefix");
    }
    if (!BUCKET.matcher(bucket).matches()) {
      throw bad(uri, "names a bucket with other characters than letters, digits and . _ - $");
    }
    if (uri.getRawFragment() != null) {
      throw bad(uri, "has a fragment, behind the #, which means nothing here");
    }
    return new BucketUri(uri, bucket, keyPrefix(uri), options(uri, knownOptions));
  }

  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** The option's value as the URI of a server: its host, a port, and a path at most. */
  public Optional<URI> serverOption(String name) {
    return option(name).map(value -> {
      try {
        URI server = new URI(value);
        if (isServer(server)) {
          return server;
        }
      } catch (URISyntaxException malformed) {
        throw badOption(name, FORM_OF_SERVERS);
      }
      throw badOption(name, FORM_OF_SERVERS);
    });
  }

  private static boolean isServer(URI uri) {
    return HTTP.contains(String.valueOf(uri.getScheme()))
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  /** The option's value, which must match: a name that others give, such as a region's. */
  public Optional<String> nameOption(String name) {
    return option(name).map(value -> {
      if (NAME.matcher(value).matches()) {
        return value;
      }
      throw badOption(name, "lower-case letters, digits and -, at most 40 of them");
    });
  }

  /** The option's value as {@code true} or {@code false}. */
  public Optional<Boolean> flagOption(String name) {
    return option(name).map(value -> switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw badOption(name, "true or false");
    });
  }

  /** The option's value as a number from 1 to {@code max}. */
  public Optional<Integer> countOption(String name, int max) {
    return option(name).map(value -> {
      if (value.matches("[1-9][0-9]{0,8}") && Integer.parseInt(value) <= max) {
        return Integer.valueOf(value);
      }
      throw badOption(name, "a number from 1 to " + max);
    });
  }

  private IllegalArgumentException badOption(String name, String form) {
    return bad(uri, "has a value of the option " + name + " that is not " + form);
  }

  @Override
  public String toString() {
    return UriSecrets.hide(uri.toString());
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
      throw bad(
          uri,
          "has a prefix that is no key: ASCII letters, digits and . _ - + = @ ~ , between single slashes, at most "
              + BlobKey.MAX_SEGMENT_LENGTH + " between two, and no dot before one");
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
            "has an option that is not known; known are "
                + String.join(", ", known.stream().sorted().map(n -> n + "=…").toList()));
      }
      options.put(name, option.substring(equals + 1));
    }
    return options;
  }

  private static IllegalArgumentException bad(URI uri, String why) {
    return new IllegalArgumentException(
        "The blob store URI " + UriSecrets.hide(uri.toString()) + " " + why + ".");
  }
}
