package dev.wastm.blobstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wastm.blobstore.BlobStoreException.Kind;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "a.", "a b", "a\\b", "é",
        "a\0", "a%b", "a:b", "a\nb", "*"
      })
  void whatBreaksARuleIsRefused(String text) {
    BlobStoreException e = assertThrows(BlobStoreException.class, () -> BlobKey.of(text));
    assertEquals(Kind.INVALID_KEY, e.kind());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void theRuleIsNamed() {
    assertEquals("A key cannot be empty.", messageOf(""));
    assertEquals(
        "The key \"a b\" has the character U+0020 at position 1; only ASCII letters, digits and / . _ - + = @ ~ , are"
            + " allowed.",
        messageOf("a b"));
    assertEquals(
        "The key \"a//b\" has an empty segment; write single slashes between names, none around.",
        messageOf("a//b"));
    assertEquals(
        "The key \"a/../b\" has the segment \"..\"; a segment cannot end in a dot.",
        messageOf("a/../b"));
  }

  @Test
  void lengthsAreLimited() {
    String longest = ("s".repeat(127) + "/").repeat(4).substring(0, BlobKey.MAX_LENGTH - 1) + "t";
    assertEquals(longest, BlobKey.of(longest).value());
    assertEquals(
        "The key " + longest.substring(0, 40) + "… has 513 characters; at most 512 are allowed.",
        messageOf(longest + "x"));
    String segment = "s".repeat(BlobKey.MAX_SEGMENT_LENGTH);
    assertEquals(segment, BlobKey.of(segment).value());
    assertEquals(
        "The key \"a/" + segment + "x\" has a segment of 201 characters; at most 200 are allowed.",
        messageOf("a/" + segment + "x"));
  }

  @Tag("property")
  @Property(tries = 200)
  void orderIsThatOfBytes(@ForAll("keys") BlobKey a, @ForAll("keys") BlobKey b) {
    int byBytes = Arrays.compareUnsigned(a.value().getBytes(UTF_8), b.value().getBytes(UTF_8));
    assertEquals(Integer.signum(byBytes), Integer.signum(a.compareTo(b)));
  }

  @Tag("property")
  @Property(tries = 200)
  void everyBeginningOfAKeyIsAPrefix(@ForAll("keys") BlobKey key) {
    for (int i = 0; i <= key.value().length(); i++) {
      String prefix = key.value().substring(0, i);
      assertEquals(prefix, BlobKey.checkPrefix(prefix));
    }
  }

  @Provide
  Arbitrary<BlobKey> keys() {
    return Arbitraries.strings()
        .withChars("abzAZ09._-+=@~,")
        .ofMinLength(1)
        .ofMaxLength(6)
        .filter(segment -> !segment.endsWith("."))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(segments -> BlobKey.of(String.join("/", segments)));
  }

  private static String messageOf(String text) {
    return assertThrows(BlobStoreException.class, () -> BlobKey.of(text)).getMessage();
  }
}
