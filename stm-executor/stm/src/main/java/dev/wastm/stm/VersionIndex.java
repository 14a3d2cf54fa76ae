package dev.wastm.stm;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a chain that has grown long, by writer, so that nobody has to walk past those of others. Holds what stands in the chain's
 * list; retracted versions leave it.
 *
 * <p>It is filled from the list while others write: who writes does so in the list first, and here too once this can be seen; who fills
 * looks into the list after this can be seen. So no version is missed. When it is full, the list is not looked at any more. A retracted
 * version that a race leaves here is passed over by readers.
 */
final class VersionIndex {
  private final ConcurrentSkipListMap<Integer, Version> versions = new ConcurrentSkipListMap<>();
  private volatile boolean isFull;

  boolean isFull() {
    return isFull;
  }

  /** Takes over a list. For one thread at a time. */
  void fill(@Nullable Version first) {
    for (Version version = first; version != null; version = version.next()) {
      // What is retracted is left out, and not removed: its owner may just be writing it again.
      if (version.content != Mark.REMOVED) {
        versions.putIfAbsent(version.writer, version);
      }
    }
    isFull = true;
  }

  /** Takes over one version as it stands in the list. For the thread that owns the writer. */
  void mirror(Version version) {
    if (version.content == Mark.REMOVED) {
      versions.remove(version.writer);
    } else {
      versions.putIfAbsent(version.writer, version);
    }
  }

  /** Writes a version. For the thread that owns the writer, once this is full. */
  void set(int writer, Object content) {
    Version version = versions.get(writer);
    if (version != null) {
      version.content = content;
      mirror(version);
    } else if (content != Mark.REMOVED) {
      versions.put(writer, new Version(writer, content, null));
    }
  }

  @Nullable
  Version get(int writer) {
    return versions.get(writer);
  }

  /** The version of the highest writer below a reader that has not retracted it. */
  @Nullable
  Version liveBelow(int reader) {
    Map.Entry<Integer, Version> entry = versions.lowerEntry(reader);
    while (entry != null && entry.getValue().content == Mark.REMOVED) {
      entry = versions.lowerEntry(entry.getKey());
    }
    return entry == null ? null : entry.getValue();
  }
}
