package dev.wastm.ledger.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file that tells whether it is whole: sixteen bytes that name its format, the content, and the SHA-256 of both. Any changed, missing or
 * added byte is found.
 */
public enum SealedFile {
  BATCH("WASTM batch 1   "),
  CHECKPOINT_MANIFEST("WASTM manifest 1"),
  ORIGIN("WASTM origin 1  ");

  private final String magic;

  SealedFile(String magic) {
    this.magic = magic;
  }

  private byte[] magic() {
    return magic.getBytes(StandardCharsets.US_ASCII);
  }

  public byte[] seal(ByteString content) {
    byte[] magic = magic();
    byte[] file = new byte[magic.length + content.size() + Digest.LENGTH_BYTES];
    System.arraycopy(magic, 0, file, 0, magic.length);
    content.copyTo(file, magic.length);
    int sealed = magic.length + content.size();
    byte[] digest = Sha256.start().bytes(file, 0, sealed).finish().toByteArray();
    System.arraycopy(digest, 0, file, sealed, digest.length);
    return file;
  }

  /** The content, which shares the file's bytes: they must not be changed any more. Empty where the file is damaged, or of another format. */
  public Optional<ByteString> open(byte[] file) {
    byte[] magic = magic();
    int sealed = file.length - Digest.LENGTH_BYTES;
    if (sealed < magic.length || !Arrays.equals(file, 0, magic.length, magic, 0, magic.length)) {
      return Optional.empty();
    }
    ByteString stored = ByteString.copyFrom(file, sealed, Digest.LENGTH_BYTES);
    Digest actual = Sha256.start().bytes(file, 0, sealed).finish();
    return actual.equals(Digest.of(stored))
        ? Optional.of(UnsafeByteOperations.unsafeWrap(file, magic.length, sealed - magic.length))
        : Optional.empty();
  }
}
