package dev.wastm.cli.io;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes credentials out of a text that is about to be shown: those that the environment holds, whatever they look like, and what looks like one.
 * It is the last guard: stores' URIs that hold credentials are refused before, and what is told of them is what is known to be harmless.
 * Thread-safe.
 */
public final class Redaction {
  private static final String HIDDEN = "…";

  /** Settings that are secrets, of the environment or the JVM. */
  private static final List<String> SETTINGS = List.of(
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN",
      "aws.secretAccessKey",
      "aws.sessionToken",
      "AZURE_STORAGE_KEY",
      "AZURE_STORAGE_SAS_TOKEN",
      "AZURE_CLIENT_SECRET",
      "AZURE_CLIENT_CERTIFICATE_PASSWORD",
      "AZURE_PASSWORD",
      "TEMPORAL_API_KEY",
      "TEMPORAL_TLS_CLIENT_KEY_DATA");

  /** A shorter one is a word that means something else elsewhere, and no secret of any of these services. */
  private static final int SECRET_CHARS_MIN = 8;

  private record Rule(Pattern pattern, String replacement) {
    static Rule of(String regex, String replacement) {
      return new Rule(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), replacement);
    }

    String apply(String text) {
      return pattern.matcher(text).replaceAll(replacement);
    }
  }

  private static final String SLASH = "(?:/|%(?:25)*2F)";
  private static final String AT = "(?:@|%(?:25)*40)";

  private static final List<Rule> RULES = List.of(
      // scheme://user:secret@host, encoded or not; the path of a file may have an @.
      Rule.of("(?<!file)(:" + SLASH + "{2,})[^\\s\"']*" + AT, "$1" + HIDDEN + "@"),
      Rule.of("(file:" + SLASH + "{2})(?!" + SLASH + ")[^\\s\"'/]*" + AT, "$1" + HIDDEN + "@"),
      // scheme:user:secret@host
      Rule.of("((?:^|[\\s\"'=(])[^\\s\"':=(/]+:)(?!/)[^\\s\"']*" + AT, "$1" + HIDDEN + "@"),
      // secretKey=…, sig=…, password=…
      Rule.of(
          "((?:\\b(?:sig|signature|pwd|sas)|secret[a-z_-]*|password|passwd|token|account_?key|api[_-]?key|access_?key[a-z_-]*"
              + "|credentials?)\\s*(?:=|%(?:25)*3D)\\s*)[^\\s&;\"',]+",
          "$1" + HIDDEN),
      Rule.of("(bearer\\s+)[^\\s\"',]+", "$1" + HIDDEN),
      Rule.of("(-----BEGIN [A-Z ]*PRIVATE KEY-----)[^-]*", "$1" + HIDDEN));

  private Redaction() {}

  public static String of(String text) {
    String shown = text;
    for (String setting : SETTINGS) {
      Optional<String> secret = Optional.ofNullable(
              System.getProperty(setting, System.getenv(setting)))
          .map(String::strip)
          .filter(value -> value.length() >= SECRET_CHARS_MIN);
      shown = secret.isPresent() ? shown.replace(secret.get(), HIDDEN) : shown;
    }
    for (Rule rule : RULES) {
      shown = rule.apply(shown);
    }
    return shown;
  }

  /** A failure with its trace. */
  public static String of(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    return of(trace.toString());
  }
}
