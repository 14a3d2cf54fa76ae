package dev.wastm.ledger.proof;

import dev.wastm.ledger.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Proofs' files with something changed, as bytes, as text or in their structure, and most of the time with the digest that fits. Confined to one thread. */
final class MutatedFiles {
  private static final List<String> WORDS = List.of(
      "null",
      "true",
      "{}",
      "[]",
      "\"\"",
      "-9",
      "-0",
      "00",
      "1e2",
      "0.0",
      "256",
      "255",
      "4294967296",
      "18446744073709551616",
      "NaN",
      "\"\\u0061\"",
      " ",
      "\t",
      "\n",
      "\r\n",
      ",",
      "{",
      "[",
      "]",
      "}",
      "\u00e9",
      "\u00ff",
      "\"key\":\"00\",",
      "\"path\":[],",
      "0",
      "A",
      "\ufeff");
  private static final Pattern VALUES = Pattern.compile("\"[0-9a-z ]*\"|null|[0-9]+");
  private static final Pattern STEPS = Pattern.compile("\\{\"(bit|side)\"[^}]*}");

  private final Random random;

  MutatedFiles(Random random) {
    this.random = random;
  }

  byte[] mutated(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    for (int i = random.nextInt(2); i >= 0; i--) {
      text = text.isEmpty() ? "{" : mutated(text);
    }
    return (random.nextInt(4) > 0 ? sealed(text) : text).getBytes(StandardCharsets.ISO_8859_1);
  }

  private String mutated(String text) {
    int at = random.nextInt(text.length());
    return switch (random.nextInt(10)) {
      case 0 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + text.substring(at + 1);
      case 2 -> text.substring(0, at) + word() + text.substring(at);
      case 3 -> text.substring(0, at);
      case 4 -> text + (random.nextBoolean() ? word() : text);
      case 5 -> replaced(text, VALUES, match -> word());
      case 6 -> replaced(text, VALUES, match -> match.toUpperCase(Locale.ROOT));
      case 7 -> replaced(text, STEPS, match -> match + "," + match);
      case 8 -> replaced(text, STEPS, match -> "");
      default ->
        replaced(text, Pattern.compile("[0-9]+"), match -> Integer.toString(random.nextInt(300)));
    };
  }

  private String replaced(String text, Pattern what, UnaryOperator<String> by) {
    Matcher matcher = what.matcher(text);
    List<int[]> found =
        matcher.results().map(each -> new int[] {each.start(), each.end()}).toList();
    if (found.isEmpty()) {
      return text;
    }
    int[] at = found.get(random.nextInt(found.size()));
    return text.substring(0, at[0])
        + by.apply(text.substring(at[0], at[1]))
        + text.substring(at[1]);
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  /** With the digest of what it says now. */
  private static String sealed(String text) {
    int end = text.lastIndexOf(",\"sha256\":\"");
    if (end < 0) {
      return text;
    }
    String body = text.substring(0, end);
    String digest = Sha256.of(body.getBytes(StandardCharsets.ISO_8859_1)).hex();
    int digits = end + ",\"sha256\":\"".length();
    return body + ",\"sha256\":\"" + digest
        + text.substring(Math.min(text.length(), digits + digest.length()));
  }
}
