package dev.wastm.ledger.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.ledger.LedgerName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a bundle says that it holds.
 *
 * @param ledger the ledger's name
 * @param genesis the hash of the ledger's genesis, in hex
 * @param from the first height, from 1
 * @param to the last height
 * @param headerHash the hash of the last header, in hex
 */
record BundleIndex(
    String format, String ledger, String genesis, long from, long to, String headerHash) {
  /** The entry in which it lies: a bundle's first. */
  static final String NAME = "bundle.json";

  static final String FORMAT = "wastm bundle 1";

  static final int SIZE_BYTES_MAX = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] encode() {
    try {
      return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Strings and numbers can be written as JSON.", e);
    }
  }

  static BundleIndex decode(byte[] json) throws InvalidBundleException {
    try {
      BundleIndex index = JSON.readValue(json, BundleIndex.class);
      index.check();
      if (!Arrays.equals(index.encode(), json)) {
        throw new IllegalArgumentException("it is not written as WASTM writes it");
      }
      return index;
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidBundleException(
          "The bundle's " + NAME + " cannot be read: " + e.getMessage());
    }
  }

  private void check() {
    if (!FORMAT.equals(format)) {
      throw new IllegalArgumentException(
          "its format is \"" + format + "\", and this version knows \"" + FORMAT + "\"");
    }
    if (ledger == null
        || genesis == null
        || headerHash == null
        || from < 1
        || to < from
        || to > HEIGHT_MAX) {
      throw new IllegalArgumentException(
          "it names no ledger, no genesis, no range of heights, or no header");
    }
    String unused = LedgerName.require(ledger);
  }

  /** More batches than any ledger will have, and far from overflow. */
  private static final long HEIGHT_MAX = Long.MAX_VALUE / 2;
}
