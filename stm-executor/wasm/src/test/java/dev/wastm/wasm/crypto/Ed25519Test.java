package dev.wastm.wasm.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestModule;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
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

  /** Keys and points that are no points, or not as they are written, sign nothing. */
  @ParameterizedTest
  @CsvSource({
    NEUTRAL + "," + NEUTRAL,
    ZERO + "," + ZERO,
    P_PLUS_ONE + "," + NEUTRAL,
    P + "," + ZERO,
    NEUTRAL + "," + P_PLUS_ONE,
    TWO + "," + NEUTRAL,
    KEY + "," + P_PLUS_ONE,
    KEY + "," + P,
    KEY + "," + TWO,
  })
  void pointsAtTheEdgesAreJudgedAlikeEverywhere(String key, String point) {
    assertEquals(false, isValid(key, "", point + ZERO));
  }

  /** For each of the eight, signatures would hold that nobody made. */
  @Test
  void keysOfSmallOrderSignNothing() {
    EdwardsPoint generator = EdwardsPoint.ofOrderEight();
    Set<String> all = new HashSet<>();
    EdwardsPoint point = EdwardsPoint.NEUTRAL;
    for (int i = 0; i < 8; i++, point = point.plus(generator)) {
      all.add(HexFormat.of().formatHex(point.encoded()));
      assertEquals(false, Ed25519.isKey(point.encoded()));
      byte[] otherSign = point.encoded();
      otherSign[31] ^= (byte) 0x80;
      assertEquals(false, Ed25519.isKey(otherSign));
      for (int message = 0; message < 16; message++) {
        assertEquals(
            false,
            Ed25519.isValid(
                point.encoded(), new byte[] {(byte) message}, signature(point, BigInteger.ZERO)));
      }
    }
    assertEquals(8, all.size());
    assertEquals(EdwardsPoint.NEUTRAL, point);
  }

  private static byte[] signature(EdwardsPoint r, BigInteger s) {
    return concat(r.encoded(), EdwardsPoint.littleEndian(s));
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Every y has one encoding: those that are written as y and the prime are no keys, with either sign. */
  @Test
  void whatIsNotBelowThePrimeIsNoKey() {
    for (int i = 0; i < 19; i++) {
      byte[] encoded = EdwardsPoint.littleEndian(EdwardsPoint.P.add(BigInteger.valueOf(i)));
      assertEquals(false, Ed25519.isKey(encoded));
      encoded[31] ^= (byte) 0x80;
      assertEquals(false, Ed25519.isKey(encoded));
    }
    assertEquals(
        true, Ed25519.isKey(EdwardsPoint.littleEndian(EdwardsPoint.P.subtract(BigInteger.TWO))));
  }

  /** The hash of RFC 8032, section 5.1.7, by which the key is multiplied. */
  private static BigInteger challenge(byte[] r, byte[] key, byte[] message) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-512").digest(concat(r, key, message));
    byte[] bigEndian = new byte[hash.length];
    for (int i = 0; i < hash.length; i++) {
      bigEndian[i] = hash[hash.length - 1 - i];
    }
    return new BigInteger(1, bigEndian).mod(EdwardsPoint.ORDER);
  }

  /**
   * A key of its holder's making may have a part of small order. Then the equation with the factor 8 holds for each of these signatures, and
   * that without it for those whose challenge is a multiple of 8: implementations differ here, and ours must not.
   */
  @Test
  void theEquationHasNoFactor() throws Exception {
    BigInteger secret = new BigInteger("123456789abcdef123456789abcdef", 16);
    BigInteger nonce = new BigInteger("fedcba987654321", 16);
    EdwardsPoint key = EdwardsPoint.BASE.times(secret).plus(EdwardsPoint.ofOrderEight());
    EdwardsPoint r = EdwardsPoint.BASE.times(nonce);
    int held = 0;
    for (int i = 0; i < 64; i++) {
      byte[] message = {(byte) i};
      BigInteger challenge = challenge(r.encoded(), key.encoded(), message);
      BigInteger s = challenge.multiply(secret).add(nonce).mod(EdwardsPoint.ORDER);
      boolean holds = challenge.mod(BigInteger.valueOf(8)).signum() == 0;
      assertEquals(holds, Ed25519.isValid(key.encoded(), message, signature(r, s)));
      held += holds ? 1 : 0;
    }
    assertEquals(true, held > 0 && held < 64, "both kinds were met: " + held);
  }

  /** What a holder signs with the nonce 0 is a signature: the standard does not forbid its first half to be of small order. */
  @Test
  void theFirstHalfOfASignatureMayBeOfSmallOrder() throws Exception {
    BigInteger secret = new BigInteger("123456789abcdef123456789abcdef", 16);
    EdwardsPoint key = EdwardsPoint.BASE.times(secret);
    byte[] message = {7};
    BigInteger s = challenge(EdwardsPoint.NEUTRAL.encoded(), key.encoded(), message)
        .multiply(secret)
        .mod(EdwardsPoint.ORDER);
    assertEquals(true, Ed25519.isValid(key.encoded(), message, signature(EdwardsPoint.NEUTRAL, s)));
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
