package dev.wastm.ledger.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

/** Strings and UTF-8 are one to one, or there is none. */
class TextTest {
  @Test
  void halfOfAPairIsNoText() {
    for (String half :
        List.of("\ud800", "\udc00", "a\ud83d", "\ude00\ud83d", "\ud83d\ud83d\ude00")) {
      assertFalse(Text.isText(half));
      assertThrows(IllegalArgumentException.class, () -> Text.utf8(half));
    }
    assertTrue(Text.isText("a\ud83d\ude00\u0000\ufffd"));
  }

  @Test
  void bytesThatAreNoTextHaveNone() {
    for (String hex : List.of(
        "ff", "c0af", "e080af", "eda080", "edb080", "f4908080", "c3", "61e2", "efbfbdff", "80")) {
      assertEquals(Optional.empty(), Text.ofUtf8(HexFormat.of().parseHex(hex)), hex);
    }
    assertEquals(Optional.of("\ufffd"), Text.ofUtf8(HexFormat.of().parseHex("efbfbd")));
  }

  @Tag("property")
  @Property(tries = 5_000)
  void whatIsReadIsWrittenAsItWas(@ForAll byte[] bytes) {
    Optional<String> text = Text.ofUtf8(bytes);
    assertEquals(ByteString.copyFrom(bytes).isValidUtf8(), text.isPresent());
    text.ifPresent(read -> assertArrayEquals(bytes, Text.utf8(read)));
  }

  @Tag("property")
  @Property(tries = 5_000)
  void whatIsWrittenIsReadAsItWas(@ForAll String text) {
    assertEquals(StandardCharsets.UTF_8.newEncoder().canEncode(text), Text.isText(text));
    if (Text.isText(text)) {
      assertEquals(Optional.of(text), Text.ofUtf8(Text.utf8(text)));
    }
  }
}
