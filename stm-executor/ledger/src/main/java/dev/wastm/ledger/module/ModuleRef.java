package dev.wastm.ledger.module;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.text.Names;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a person names a module: by a tag, {@code name@version}, or by its digest, 64 hexadecimal digits. */
public sealed interface ModuleRef {
  Pattern DIGEST = Pattern.compile("(?:sha256:)?([0-9a-fA-F]{64})");

  record Tag(String name, String version) implements ModuleRef {
    /** @throws IllegalArgumentException where either is not what {@link Names} says */
    public Tag {
      if (!Names.isModule(name) || !Names.isVersion(version)) {
        throw noReference(name + "@" + version);
      }
    }

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
    int at = text.indexOf('@');
    if (at < 0) {
      throw noReference(text);
    }
    return new Tag(text.substring(0, at), text.substring(at + 1));
  }

  private static IllegalArgumentException noReference(String text) {
    return new IllegalArgumentException("\"" + Names.shown(text)
        + "\" does not name a module; write name@version (lower-case letters, digits, dots, dashes; the version begins"
        + " with a digit, such as counter@1.0.0) or the 64 hexadecimal digits of its SHA-256.");
  }
}
