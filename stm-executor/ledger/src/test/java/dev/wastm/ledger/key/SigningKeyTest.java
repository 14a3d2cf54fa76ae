package dev.wastm.ledger.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
  /** The test vectors 1 to 3 of RFC 8032, section 7.1. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void agreesWithTheStandard(String secret, String key, String message, String signature) {
    SigningKey signing = decode("ed25519:" + key, secret);
    byte[] bytes = HexFormat.of().parseHex(message);
    assertEquals(signature, HexFormat.of().formatHex(signing.sign(bytes)));
    assertTrue(signing.verification().verifies(bytes, HexFormat.of().parseHex(signature)));
  }

  private static SigningKey decode(String name, String secret) {
    return SigningKey.decode(
        ("{\"format\":\"wastm key 1\",\"name\":\"" + name + "\",\"secret\":\"" + secret + "\"}")
            .getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aKeyComesBackFromItsFile() {
    SigningKey key = SigningKey.generate();
    SigningKey read = SigningKey.decode(key.encode());
    byte[] message = {1, 2, 3};
    assertArrayEquals(key.sign(message), read.sign(message));
    assertEquals(key.verification().name(), read.verification().name());
    assertFalse(SigningKey.generate().verification().verifies(message, key.sign(message)));
  }

  @Test
  void everyFlippedBitOfASignatureIsFound() {
    SigningKey key = SigningKey.generate();
    byte[] message = {1, 2, 3};
    byte[] signature = key.sign(message);
    for (int i = 0; i < signature.length * 8; i++) {
      byte[] flipped = signature.clone();
      flipped[i / 8] ^= (byte) (1 << (i % 8));
      assertFalse(key.verification().verifies(message, flipped));
    }
    assertFalse(key.verification().verifies(message, new byte[0]));
    assertFalse(key.verification().verifies(new byte[] {1, 2}, signature));
  }

  @Test
  void namesThatAreNoKeysVerifyNothing() {
    assertTrue(VerificationKey.ofName("alice").isEmpty());
    assertTrue(VerificationKey.ofName("ed25519:" + "0".repeat(63)).isEmpty());
    assertTrue(VerificationKey.ofName("ed25519:" + "A".repeat(64)).isEmpty());
    assertTrue(VerificationKey.ofName("ed25519:" + "f".repeat(64)).isEmpty());
    VerificationKey noPoint =
        VerificationKey.ofName("ed25519:02" + "0".repeat(62)).orElseThrow();
    assertFalse(noPoint.verifies(new byte[0], new byte[64]));
  }

  @Test
  void whatIsNoKeyFileIsNamedWithoutItsSecret() {
    String secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    String other = SigningKey.generate().verification().name();
    String message = assertThrows(IllegalArgumentException.class, () -> decode(other, secret))
        .getMessage();
    assertEquals("Its secret is not that of the key it names.", message);
    assertEquals(
        "It is not a key file: it is not the JSON of one.",
        assertThrows(
                IllegalArgumentException.class,
                () -> SigningKey.decode(secret.getBytes(StandardCharsets.US_ASCII)))
            .getMessage());
    assertFalse(SigningKey.generate().toString().contains("secret"));
  }

  /** For them, a signature holds that nobody made; and what is not canonical would give one key several names. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void pointsOfSmallOrderAndOtherEncodingsAreNoKeys(String hex) {
    assertTrue(VerificationKey.ofName("ed25519:" + hex).isEmpty());
    assertTrue(VerificationKey.ofHex(hex).isEmpty());
  }
}
