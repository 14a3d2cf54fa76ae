package dev.wastm.ledger.proof;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.state.InvalidProofException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A proof's file as it is read from its beginning to its end. A file has one form ({@code docs/state.md}), and so nothing is parsed and
 * compared afterwards: at each place there is what must be there, or the file is refused. Confined to one thread.
 */
final class ProofText {
  private static final int RADIX_HEX = 16;
  private static final int RADIX_DECIMAL = 10;

  private final byte[] file;
  private int at;

  ProofText(byte[] file) {
    this.file = file;
  }

  /** How many bytes are read. */
  int position() {
    return at;
  }

  /** Whether some characters come next, which are then read. */
  boolean accept(String ascii) {
    byte[] wanted = ascii.getBytes(StandardCharsets.US_ASCII);
    int end = at + wanted.length;
    boolean isThere = end <= file.length && Arrays.equals(file, at, end, wanted, 0, wanted.length);
    at = isThere ? end : at;
    return isThere;
  }

  void expect(String ascii) throws InvalidProofException {
    if (!accept(ascii)) {
      throw refused(ascii.strip());
    }
  }

  void expectEnd() throws InvalidProofException {
    if (at != file.length) {
      throw refused("its end");
    }
  }

  /** Bytes as pairs of lower-case hexadecimal digits, up to a quotation mark, which is read too. */
  ByteString hex() throws InvalidProofException {
    int end = at;
    while (end < file.length && digit(file[end]) >= 0) {
      end++;
    }
    byte[] bytes = new byte[(end - at) / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (digit(file[at + 2 * i]) * RADIX_HEX + digit(file[at + 2 * i + 1]));
    }
    at += 2 * bytes.length;
    if (!accept("\"")) {
      throw refused("pairs of lower-case hexadecimal digits, and a quotation mark");
    }
    return ByteString.copyFrom(bytes);
  }

  Digest digest() throws InvalidProofException {
    int begin = at;
    ByteString bytes = hex();
    if (bytes.size() != Digest.LENGTH_BYTES) {
      at = begin;
      throw refused("a digest of 64 hexadecimal digits");
    }
    return Digest.of(bytes);
  }

  /** A decimal number from 0 to some number, without a sign and without zeros before it. */
  int number(int max) throws InvalidProofException {
    int begin = at;
    int value = 0;
    while (at < file.length && file[at] >= '0' && file[at] <= '9' && value <= max) {
      value = value * RADIX_DECIMAL + file[at] - '0';
      at++;
    }
    boolean isLonger = at > begin + 1 && file[begin] == '0';
    if (at == begin || isLonger || value > max) {
      at = begin;
      throw refused("a number from 0 to " + max);
    }
    return value;
  }

  InvalidProofException refused(String wanted) {
    return new InvalidProofException(
        "it is not written as proofs are: after byte " + at + " there should be " + wanted);
  }

  /** The value of a digit as proofs have them; -1 where it is none. */
  private static int digit(byte character) {
    return character >= 'A' && character <= 'F' ? -1 : Character.digit(character, RADIX_HEX);
  }
}
