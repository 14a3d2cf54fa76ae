package dev.wastm.ledger.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final int BYTES_MAX = 128;

  /** What this JVM knows to be unseen: a check of the tables, which ask no JVM. */
  private static final Set<Byte> UNSEEN = Set.of(
      Character.CONTROL,
      Character.FORMAT,
      Character.LINE_SEPARATOR,
      Character.PARAGRAPH_SEPARATOR,
      Character.SURROGATE,
      Character.PRIVATE_USE);

  @Test
  void ledgers() {
    for (String name :
        List.of("l", "shop", "0", "Shop-1_b.c", "a..b", "x".repeat(100), "a-", "a_")) {
      assertTrue(Names.isLedger(name), name);
    }
    for (String name : List.of(
        "",
        "shop.",
        ".",
        "..",
        ".shop",
        "-a",
        "_a",
        " shop",
        "shop ",
        "a b",
        "a/b",
        "a\n",
        "sh\u043ep",
        "x".repeat(101),
        "a\u0000",
        "\u202ea",
        "shop\u200b")) {
      assertFalse(Names.isLedger(name), name);
    }
  }

  @Test
  void tags() {
    for (String version : List.of("1", "1.0.0", "1.2.3-rc.1", "2024-01-01+build_7", "1a")) {
      assertTrue(Names.isVersion(version), version);
    }
    for (String version :
        List.of("", "latest", "v1", "1.", "1.0-", "1 ", "1/2", "-1", "1.0\n", "\u0661")) {
      assertFalse(Names.isVersion(version), version);
    }
    for (String module : List.of("counter", "a", "0-x_y.z")) {
      assertTrue(Names.isModule(module), module);
    }
    for (String module : List.of("", "Counter", "counter.", ".counter", "a b", "a@b")) {
      assertFalse(Names.isModule(module), module);
    }
  }

  @Test
  void namesOfEveryScriptAreNames() {
    for (String name : List.of(
        "counter-1",
        "x y",
        "\u00e9\ud83d\ude00",
        "\u5eab",
        "a.",
        "ed25519:00",
        "\u05d0\u05d1",
        "~")) {
      assertTrue(Names.isName(name, BYTES_MAX), name);
    }
    assertTrue(Names.isName("\u20ac".repeat(42), BYTES_MAX));
    assertFalse(Names.isName("\u20ac".repeat(43), BYTES_MAX));
  }

  @Test
  void whatIsNotSeenIsNoName() {
    for (String name : List.of(
        "",
        " ",
        " a",
        "a ",
        "a\nb",
        "a\u001b[31m",
        "a\u0085",
        "a\u00a0b",
        "a\u00adb",
        "a\u200db",
        "a\u202eb",
        "a\u2066b",
        "a\u2028b",
        "a\ufeff",
        "a\ufe0f",
        "\u3164",
        "a\ue000",
        "a\ufffd",
        "a\uffff",
        "a\ud800",
        "a\udb40\udc41",
        "\u2800")) {
      assertFalse(Names.isName(name, BYTES_MAX), name);
    }
  }

  @Test
  void theTableRefusesWhateverTheJvmKnowsToBeUnseen() {
    for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
      boolean isUnseen = UNSEEN.contains((byte) Character.getType(character))
          || (Character.getType(character) == Character.SPACE_SEPARATOR && character != ' ');
      if (isUnseen) {
        assertFalse(
            Names.isName("a" + Character.toString(character) + "b", BYTES_MAX),
            Integer.toHexString(character));
      }
    }
  }

  @Test
  void shownNamesAreAscii() {
    assertEquals("counter-1", Names.shown("counter-1"));
    assertEquals("sh\\u043ep", Names.shown("sh\u043ep"));
    assertEquals("\\ud83d\\ude00", Names.shown("\ud83d\ude00"));
    assertEquals("a\\\"b\\\\u0000\\u001b", Names.shown("a\"b\\u0000\u001b"));
    assertEquals("x".repeat(128) + "...", Names.shown("x".repeat(129)));
  }

  @Tag("property")
  @Property(tries = 2_000)
  void namesThatDifferAreShownSo(@ForAll String one, @ForAll String other) {
    String first = one.substring(0, Math.min(one.length(), 100));
    String second = other.substring(0, Math.min(other.length(), 100));
    assertTrue(Names.shown(first).chars().allMatch(each -> each >= 0x20 && each < 0x7f));
    if (!first.equals(second)) {
      assertNotEquals(Names.shown(first), Names.shown(second));
    }
  }
}
