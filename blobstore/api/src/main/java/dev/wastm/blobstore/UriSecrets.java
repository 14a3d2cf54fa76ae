package dev.wastm.blobstore;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps credentials that someone has written into a store's URI from being used and from being shown. What is shown of a URI is what is known
 * to be harmless, and {@code …} in place of the rest: a text that is no URI may be anything.
 */
public final class UriSecrets {
  private static final String HIDDEN = "…";

  private static final Pattern PARTS = Pattern.compile(
      "(?<scheme>[A-Za-z][A-Za-z0-9+.-]{0,15}:)(?://(?<authority>[^/?#]*))?(?<path>[^?#]*)"
          + "(?:\\?(?<query>[^#]*))?(?<fragment>#.*)?",
      Pattern.DOTALL);

  /** Names of buckets, containers and hosts; a port or a user has no place in them. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._$-]*");

  private static final Pattern PATH = Pattern.compile("(/[A-Za-z]:)?[^\\p{Cntrl}:;?#&\\\\]*");
  private static final Pattern PATH_WITHOUT_SCHEME = Pattern.compile("[/.~][^\\p{Cntrl}:;?#&@=]*");

  /** Schemes whose URIs may lack the slash. */
  private static final Set<String> NAMED = Set.of("file:", "memory:");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  /** The options of the stores here, and what is harmless as their values; nothing is known of others. */
  private static final Map<String, Pattern> OPTIONS = Map.of(
      "region",
      Pattern.compile("[a-z0-9-]{1,40}"),
      "endpoint",
      Pattern.compile(
          "https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?(/[A-Za-z0-9._-]*)*"),
      "pathStyle",
      Pattern.compile("true|false"),
      "timeoutSeconds",
      NUMBER,
      "tries",
      NUMBER);

  private static final Pattern OPTION_NAME = Pattern.compile("[A-Za-z]{1,24}");

  private static final Pattern USER = Pattern.compile(":/{2,}[^/?#&]*@");

  private static final Pattern SECRET =
      Pattern.compile("(?i)[?&;]([a-z_-]*key([_-]?id)?|sas|sv|se|sp)="
          + "|[?&;/](sig|signature|[a-z_-]*secret[a-z_-]*|password|passwd|pwd|[a-z_-]*token|[a-z_-]*credentials?"
          + "|accountkey|sharedaccess[a-z_-]*|x-amz-[a-z-]*|x-goog-[a-z-]*|awsaccesskeyid)=");

  private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");

  /** Who encodes an encoded URI once more is followed so far. */
  private static final int ENCODINGS_MAX = 3;

  private UriSecrets() {}

  /** Whether a URI, however often encoded, holds what looks like credentials. */
  public static boolean areIn(String uri) {
    String text = uri;
    for (int i = 0; i <= ENCODINGS_MAX; i++) {
      if (USER.matcher(text).find() || SECRET.matcher(text).find()) {
        return true;
      }
      text = decoded(text);
    }
    return false;
  }

  /** What may be shown of a URI, or of what was given as one. */
  public static String hide(String uri) {
    Matcher parts = PARTS.matcher(uri);
    if (!parts.matches()) {
      return PATH_WITHOUT_SCHEME.matcher(uri).matches() && !areIn(uri) ? uri : HIDDEN;
    }
    String scheme = parts.group("scheme");
    String authority = parts.group("authority");
    String path = parts.group("path");
    if (authority != null && !NAME.matcher(authority).matches()) {
      return scheme + "//" + HIDDEN;
    }
    String shown = scheme
        + (authority == null ? "" : "//" + authority)
        + (isHarmless(scheme, authority, path) ? path : hidden(path));
    return shown
        + (parts.group("query") == null ? "" : "?" + options(parts.group("query")))
        + (parts.group("fragment") == null ? "" : "#" + HIDDEN);
  }

  /** The folders of a file's path may have any names. */
  private static boolean isHarmless(String scheme, @Nullable String authority, String path) {
    boolean isFile = scheme.equalsIgnoreCase("file:");
    boolean mayLackSlash = NAMED.contains(scheme.toLowerCase(Locale.ROOT));
    return PATH.matcher(path).matches()
        && !areIn(path)
        && (authority != null || path.startsWith("/") || mayLackSlash)
        && (isFile || !decoded(path).contains("@"));
  }

  /** Once. What is not well encoded stays as it is. */
  private static String decoded(String text) {
    return ENCODED
        .matcher(text)
        .replaceAll(found ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }

  private static String hidden(String path) {
    return (path.startsWith("/") ? "/" : "") + HIDDEN;
  }

  private static String options(String query) {
    return Arrays.stream(query.split("&", -1))
        .map(UriSecrets::option)
        .collect(Collectors.joining("&"));
  }

  private static String option(String option) {
    int equals = option.indexOf('=');
    String name = equals < 0 ? "" : option.substring(0, equals);
    if (!OPTION_NAME.matcher(name).matches()) {
      return HIDDEN;
    }
    String value = option.substring(equals + 1);
    Pattern harmless = OPTIONS.get(name);
    return name + "=" + (harmless != null && harmless.matcher(value).matches() ? value : HIDDEN);
  }
}
