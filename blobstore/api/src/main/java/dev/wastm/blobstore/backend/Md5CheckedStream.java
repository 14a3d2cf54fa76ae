package dev.wastm.blobstore.backend;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A whole object on its way here, compared at its end with the checksum that was stored with it; CORRUPT where they
 * differ. MD5 is against damage, not against attackers; it is the checksum that all servers keep. Not thread-safe.
 */
public final class Md5CheckedStream extends DigestInputStream {
  private final BlobKey key;
  private final byte[] expected;
  private boolean checked;

  /** The bytes of {@code in}, which are those of {@code key}, if their MD5 is {@code expected}. */
  public Md5CheckedStream(InputStream in, byte[] expected, BlobKey key) {
    super(in, newMd5());
    this.expected = expected.clone();
    this.key = key;
  }

  /** A digest to compute what is stored with an object. */
  public static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has MD5", e);
    }
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    checkAtEnd(b);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    checkAtEnd(n);
    return n;
  }

  private void checkAtEnd(int read) {
    if (read >= 0 || checked) {
      return;
    }
    checked = true;
    if (!Arrays.equals(expected, getMessageDigest().digest())) {
      throw BlobStoreException.damagedOnTheWay(
          "The object " + key
              + " arrived damaged: its bytes do not have the checksum stored with it; try again.",
          null);
    }
  }
}
