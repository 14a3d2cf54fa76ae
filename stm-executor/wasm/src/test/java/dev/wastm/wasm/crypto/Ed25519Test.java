package dev.wastm.wasm.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestModule;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures, by the vectors of RFC 8032 section 7.1, and where implementations are known to differ: there, every JDK must answer as here. */
class Ed25519Test {
  private static final String KEY =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
  private static final String R =
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155";
  private static final String S =
      "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

  /** S and the order of the group, added: the same signature, if S were not checked. */
  private static final String S_PLUS_ORDER =
      "4c8c7872aa064e049dbb3013fbf29380d25bf5f0595bbe24655141438e7a101b";

  private static final String ZERO =
      "0000000000000000000000000000000000000000000000000000000000000000";
  private static final String NEUTRAL =
      "0100000000000000000000000000000000000000000000000000000000000000";
  private static final String TWO =
      "0200000000000000000000000000000000000000000000000000000000000000";
  private static final String P =
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
  private static final String P_PLUS_ONE =
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";

  private static boolean isValid(String key, String message, String signature) {
    HexFormat hex = HexFormat.of();
    return Ed25519.isValid(hex.parseHex(key), hex.parseHex(message), hex.parseHex(signature));
  }

  @ParameterizedTest
  @CsvSource({
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  })
  void theStandardsVectorsAreValid(String key, String message, String signature) {
    assertEquals(true, isValid(key, message, signature));
    assertEquals(false, isValid(key, message + "00", signature));
    assertEquals(false, isValid(key, message, signature.replace('a', 'b')));
  }

  @Test
  void aSignatureHasOneForm() {
    assertEquals(true, isValid(KEY, "", R + S));
    assertEquals(false, isValid(KEY, "", R + S_PLUS_ORDER));
    assertEquals(false, isValid(KEY, "", R + "ff".repeat(32)));
  }

  /** Keys of small order sign anything; keys and points that are no points sign nothing. */
  @ParameterizedTest
  @CsvSource({
    NEUTRAL + "," + NEUTRAL + ", true",
    ZERO + "," + ZERO + ", false",
    P_PLUS_ONE + "," + NEUTRAL + ", false",
    P + "," + ZERO + ", false",
    NEUTRAL + "," + P_PLUS_ONE + ", false",
    TWO + "," + NEUTRAL + ", false",
  })
  void pointsAtTheEdgesAreJudgedAlikeEverywhere(String key, String point, boolean valid) {
    assertEquals(valid, isValid(key, "", point + ZERO));
  }

  @Test
  void guestsCanCheckSignatures() {
    HexFormat hex = HexFormat.of();
    String verify = "i32.const 0 i32.const 100 i32.const 300 i32.const 0 i32.const 200"
        + " call $ed25519_verify i32.store 0 0 i32.const 0";
    TestModule module = TestModule.guest(verify, "wastm.ed25519_verify")
        .data(100, hex.parseHex(KEY))
        .data(200, hex.parseHex(R + S));
    GuestResult result = BothEngines.execute(module);
    assertEquals(1, BothEngines.output(result));
    assertEquals(true, result.fuelUsed() > Epoch.HOST.signature());
    assertEquals(
        0, BothEngines.output(BothEngines.execute(module.data(100, hex.parseHex(NEUTRAL)))));
  }
}
