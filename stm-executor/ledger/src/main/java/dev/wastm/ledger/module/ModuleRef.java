package dev.wastm.ledger.module;

import dev.wastm.ledger.batch.Excerpt;
import dev.wastm.ledger.hash.Digest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a person names a module: by a tag, {@code name@version}, or by its digest, 64 hexadecimal digits. */
public sealed interface ModuleRef {
  Pattern TAG = Pattern.compile("([a-z0-9][a-z0-9._-]{0,63})@([A-Za-z0-9][A-Za-z0-9._+-]{0,63})");
  Pattern DIGEST = Pattern.compile("(?:sha256:)?([0-9a-fA-F]{64})");

  record Tag(String name, String version) implements ModuleRef {
    @Override
    public String toString() {
      return name + "@" + version;
    }
  }

  record ByDigest(Digest digest) implements ModuleRef {
    @Override
    public String toString() {
      return digest.hex();
    }
  }

  /** @throws IllegalArgumentException with a sentence saying what a reference looks like */
  static ModuleRef parse(String text) {
    Matcher digest = DIGEST.matcher(text);
    return digest.matches() ? new ByDigest(Digest.ofHex(digest.group(1))) : parseTag(text);
  }

  /** @throws IllegalArgumentException with a sentence saying what a tag looks like */
  static Tag parseTag(String text) {
    Matcher tag = TAG.matcher(text);
    if (!tag.matches()) {
      throw new IllegalArgumentException("\"" + Excerpt.of(text)
          + "\" does not name a module; write name@version (lower-case letters, digits, dots, dashes; such as"
          + " counter@1.0.0) or the 64 hexadecimal digits of its SHA-256.");
    }
    return new Tag(tag.group(1), tag.group(2));
  }
}
