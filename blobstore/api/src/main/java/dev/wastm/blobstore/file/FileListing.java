package dev.wastm.blobstore.file;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Walks the directories under a root in the order of keys. A directory is read when the walk reaches it, and its names
 * are held until the walk has left it. Ordering a directory as its name with the slash that follows it in every key
 * below makes the walk's order that of the keys. Not thread-safe.
 */
final class FileListing extends AbstractSpliterator<BlobInfo> {
  /** A file or directory that may lead to keys beginning with the prefix; {@code keyText} of a directory ends in a slash. */
  private record Entry(String keyText, Path path, boolean isDirectory) {
    boolean mayLeadTo(String prefix) {
      return keyText.startsWith(prefix) || (isDirectory && prefix.startsWith(keyText));
    }
  }

  private final String prefix;
  private final Function<IOException, RuntimeException> fault;

  /** What is left to visit of each directory on the way from the root to where the walk is. */
  private final Deque<Iterator<Entry>> way = new ArrayDeque<>();

  /** Lists what is under {@code root}; a failure is thrown as what {@code fault} makes of it. */
  FileListing(Path root, String prefix, Function<IOException, RuntimeException> fault) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
    this.prefix = prefix;
    this.fault = fault;
    way.push(List.of(new Entry("", root, true)).iterator());
  }

  @Override
  public boolean tryAdvance(Consumer<? super BlobInfo> action) {
    Optional<BlobInfo> next = next();
    next.ifPresent(action);
    return next.isPresent();
  }

  private Optional<BlobInfo> next() {
    while (!way.isEmpty()) {
      if (!way.peek().hasNext()) {
        way.pop();
        continue;
      }
      Entry entry = way.peek().next();
      if (entry.isDirectory()) {
        way.push(children(entry).iterator());
        continue;
      }
      Optional<BlobInfo> info = info(entry);
      if (info.isPresent()) {
        return info;
      }
    }
    return Optional.empty();
  }

  private List<Entry> children(Entry directory) {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory.path())) {
      for (Path path : paths) {
        entry(directory.keyText(), path).filter(e -> e.mayLeadTo(prefix)).ifPresent(entries::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (NotDirectoryException e) {
      if (directory.keyText().isEmpty()) {
        throw fault.apply(e);
      }
      return List.of();
    } catch (IOException e) {
      throw fault.apply(e);
    }
    entries.sort(Comparator.comparing(Entry::keyText));
    return entries;
  }

  private static Optional<Entry> entry(String parent, Path path) {
    String name = path.getFileName().toString();
    return FileNames.objectSegment(name)
        .map(segment -> new Entry(parent + segment, path, false))
        .or(() -> FileNames.directorySegment(name)
            .map(segment -> new Entry(parent + segment + "/", path, true)));
  }

  private Optional<BlobInfo> info(Entry object) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(object.path(), BasicFileAttributes.class);
      return attributes.isRegularFile()
          ? Optional.of(new BlobInfo(BlobKey.of(object.keyText()), attributes.size()))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw fault.apply(e);
    }
  }
}
