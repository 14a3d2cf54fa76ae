package dev.wastm.ledger.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SipHashTest {
  /** With the rounds of this variant, the reference implementation gives these for 0 to 63 bytes 00 01 02 …: the lower half of each hash. */
  private static final String LOWER_HALVES = """
      050fc4dc 7d57ca93 4dc7d44d e7ddf7fb 88d38328 49533b67 c59f22a7 9bb11140
      8d299a8e 6c063de4 92ff097f f94dc352 57b4d9a2 1229ffa7 c0f95d34 2a519956
      7d908b66 63dbd80c b473e63e 8d297d1c a6cce040 2b45f844 a320872e dae6c123
      67349c8c 705b0979 ca9913a5 4ade3b35 ef6cd00d 4ab1e1f4 43c5e663 8c21d1bc
      16a7b60d 7a8ff9bf 1f2a753e bf186b91 ada26206 a3c33057 ae3a36a1 7b108392
      99e41531 3f1ad944 c8138825 c28949a6 faf8876b 9f042196 68b1d623 8b5114fd
      df074c46 12cc86b3 0a52098f 9d292f9a a2f41f12 43a71ed0 73f0bce6 70a7e980
      243c6d75 fdb71513 a67d8a08 b7e8f148 f7a644ee 0f1837f2 4b6694e0 b7bbb3a8
      """;

  private static byte[] ascending(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  @Test
  void givesWhatTheReferenceGives() {
    SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    List<String> halves = new ArrayList<>();
    for (int length = 0; length < 64; length++) {
      halves.add(String.format("%08x", (int) hash.hash(ascending(length))));
    }
    assertEquals(List.of(LOWER_HALVES.strip().split("\\s+")), halves);
  }

  /** All 64 bits, with a key of zeros, as CPython computes them ({@code PYTHONHASHSEED=0}). */
  @Test
  void givesWhatPythonGives() {
    SipHash hash = new SipHash(0, 0);
    assertEquals(0x8264ceeccb16bcbeL, hash.hash("siphash".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(
        0xce31007e34130c0aL, hash.hash("digest-sip_hash".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(0x75e05fd5bbc870c6L, hash.hash(ascending(64)));
    byte[] descending = new byte[385];
    for (int i = 0; i < descending.length; i++) {
      descending[i] = (byte) ~i;
    }
    assertEquals(0x1a6673cbd5ce9fefL, hash.hash(descending));
  }

  @Test
  void aSecretKeyIsAnotherOneEachTime() {
    byte[] bytes = ascending(30);
    assertNotEquals(SipHash.withSecretKey().hash(bytes), SipHash.withSecretKey().hash(bytes));
  }
}
