package dev.wastm.blobstore;

/**
 * The name of an object: segments joined by {@code /}, such as {@code ledgers/main/journal/00000000000000000001.batch}.
 *
 * <p>The rules are the intersection of what S3, Azure Blob Storage and file systems take unchanged, so that a key means
 * the same everywhere: at most {@value #MAX_LENGTH} characters in all and {@value #MAX_SEGMENT_LENGTH} in a segment; ASCII
 * letters, digits and {@code . _ - + = @ ~ ,} only; no empty segment; no segment that ends in a dot (which excludes
 * {@code .} and {@code ..}). Keys are case-sensitive. Their order is that of their bytes. A key may also be
 * the directory of another ({@code a} and {@code a/b}) in memory, in files, in S3 and in Azure, but better is not: some
 * servers that speak S3, and Azure's hierarchical namespaces, keep objects as files and refuse it.
 *
 * @param value the key's text, checked
 */
public record BlobKey(String value) implements Comparable<BlobKey> {
  /** Leaves room for a store's own prefix within the 1 024 bytes that S3 and Azure allow. */
  public static final int MAX_LENGTH = 512;

  /** Leaves room for a suffix within the 255 bytes that file systems allow in a name. */
  public static final int MAX_SEGMENT_LENGTH = 200;

  private static final String PUNCTUATION = "._-+=@~,";

  /** Checks the key; throws {@link BlobStoreException} of kind INVALID_KEY where a rule is broken. */
  public BlobKey {
    if (value.isEmpty()) {
      throw BlobStoreException.invalidKey("A key cannot be empty.");
    }
    checkLength(value);
    checkCharacters(value);
    for (String segment : value.split("/", -1)) {
      checkSegment(segment, value);
    }
  }

  /** The key with this text; throws {@link BlobStoreException} of kind INVALID_KEY where a rule is broken. */
  public static BlobKey of(String value) {
    return new BlobKey(value);
  }

  /**
   * Checks that some key could begin with {@code prefix}, and returns it. The empty prefix is that of every key; the last
   * segment may be incomplete. Throws {@link BlobStoreException} of kind INVALID_KEY otherwise.
   */
  public static String checkPrefix(String prefix) {
    checkLength(prefix);
    checkCharacters(prefix);
    String[] segments = prefix.split("/", -1);
    for (int i = 0; i < segments.length - 1; i++) {
      checkSegment(segments[i], prefix);
    }
    return prefix;
  }

  /** Compares by bytes: every character of a key is ASCII, so its characters' order is its bytes' order. */
  @Override
  public int compareTo(BlobKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static void checkLength(String text) {
    if (text.length() > MAX_LENGTH) {
      throw BlobStoreException.invalidKey("The key " + text.substring(0, 40) + "… has "
          + text.length() + " characters; at most " + MAX_LENGTH + " are allowed.");
    }
  }

  private static void checkCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isAllowed(c)) {
        throw BlobStoreException.invalidKey(String.format(
            "The key \"%s\" has the character U+%04X at position %d; only ASCII letters, digits and / %s are allowed.",
            printable(text), (int) c, i, PUNCTUATION.replace("", " ").strip()));
      }
    }
  }

  private static void checkSegment(String segment, String text) {
    if (segment.isEmpty()) {
      throw BlobStoreException.invalidKey("The key \"" + text
          + "\" has an empty segment; write single slashes between names, none around.");
    }
    if (segment.endsWith(".")) {
      throw BlobStoreException.invalidKey("The key \"" + text + "\" has the segment \"" + segment
          + "\"; a segment cannot end in a dot.");
    }
    if (segment.length() > MAX_SEGMENT_LENGTH) {
      throw BlobStoreException.invalidKey("The key \"" + text + "\" has a segment of "
          + segment.length() + " characters; at most " + MAX_SEGMENT_LENGTH + " are allowed.");
    }
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '/'
        || PUNCTUATION.indexOf(c) >= 0;
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
