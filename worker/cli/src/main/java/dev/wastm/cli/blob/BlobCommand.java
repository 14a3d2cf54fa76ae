package dev.wastm.cli.blob;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.layer.ProgressSource;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.io.Progress;
import dev.wastm.cli.io.RawOutput;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.StoreOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wastm blob}: what operators do with a blob store, object by object. */
@Command(
    name = "blob",
    description = "Looks into blob stores, copies and checks them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {CopyCommand.class, CheckCommand.class})
public final class BlobCommand {
  private static final String STANDARD_INPUT = "-";

  @Command(
      name = "ls",
      description = "Lists objects in the order of their keys, each with its length in bytes.",
      mixinStandardHelpOptions = true)
  int list(
      @Parameters(
              paramLabel = "PREFIX",
              arity = "0..1",
              defaultValue = "",
              description = "What the keys begin with. Default: nothing, which lists all objects.")
          String prefix,
      @Mixin JsonOption json,
      @Mixin StoreOption storeOption) {
    try (BlobStore store = storeOption.open();
        Stream<BlobInfo> objects = store.list(prefix(prefix))) {
      for (BlobInfo object : (Iterable<BlobInfo>) objects::iterator) {
        json.print(
            describe(object.key(), object.sizeBytes()),
            String.format("%14d  %s", object.sizeBytes(), object.key()));
      }
    }
    return 0;
  }

  @Command(
      name = "cat",
      description = "Writes an object's bytes, or a range of them, to standard output.",
      mixinStandardHelpOptions = true)
  int cat(
      @Parameters(paramLabel = "KEY", description = "The object's key.") String key,
      @Option(
              names = "--offset",
              paramLabel = "BYTES",
              defaultValue = "0",
              description = "Where to begin. Default: 0.")
          long offsetBytes,
      @Option(
              names = "--length",
              paramLabel = "BYTES",
              description = "How many to write at most. Default: up to the end.")
          Optional<Long> lengthBytes,
      @Mixin StoreOption storeOption) {
    if (offsetBytes < 0 || lengthBytes.orElse(0L) < 0) {
      throw Failure.badUsage("--offset, --length: neither can be less than 0.");
    }
    BlobKey checked = key(key);
    boolean whole = offsetBytes == 0 && lengthBytes.isEmpty();
    try (BlobStore store = storeOption.open();
        InputStream in = whole
            ? store.open(checked)
            : store.open(checked, offsetBytes, lengthBytes.orElse(Long.MAX_VALUE))) {
      RawOutput.write(in);
    } catch (IOException e) {
      throw Failure.of("Reading the object " + key + " failed: " + e.getMessage() + ".");
    }
    return 0;
  }

  @Command(
      name = "put",
      description = "Stores a file as an object. Leaves an object alone that is there already.",
      mixinStandardHelpOptions = true)
  int put(
      @Parameters(
              index = "0",
              paramLabel = "FILE",
              description = "A file, or - for standard input.")
          String file,
      @Parameters(index = "1", paramLabel = "KEY", description = "The object's key.") String key,
      @Option(names = "--overwrite", description = "Replace an object that is there already.")
          boolean overwrite,
      @Mixin JsonOption json,
      @Mixin StoreOption storeOption)
      throws IOException {
    BlobKey checked = key(key);
    BlobSource source = source(file);
    try (BlobStore store = storeOption.open();
        Progress progress =
            Progress.ofBytes("Storing", () -> source.lengthBytes().orElse(-1))) {
      PutMode mode = overwrite ? PutMode.OVERWRITE : PutMode.IF_ABSENT;
      store.put(checked, new ProgressSource(source, progress::stepBy), mode);
      long sizeBytes = store.head(checked).map(BlobInfo::sizeBytes).orElse(0L);
      json.print(describe(checked, sizeBytes), checked + " has " + sizeBytes + " bytes");
    } catch (BlobStoreException e) {
      throw e.kind() == BlobStoreException.Kind.ALREADY_EXISTS
          ? Failure.of(e.getMessage() + " Replace it with --overwrite.")
          : e;
    }
    return 0;
  }

  @Command(
      name = "rm",
      description = "Removes objects: those named, or all whose keys begin with a prefix.",
      mixinStandardHelpOptions = true)
  int remove(
      @Parameters(paramLabel = "KEY", arity = "0..*", description = "Keys of objects.")
          List<String> keys,
      @Option(
              names = "--prefix",
              paramLabel = "PREFIX",
              description = "Remove every object whose key begins so.")
          Optional<String> prefix,
      @Mixin JsonOption json,
      @Mixin StoreOption storeOption) {
    List<BlobKey> named =
        keys == null ? List.of() : keys.stream().map(BlobCommand::key).toList();
    if (named.isEmpty() == prefix.isEmpty() || prefix.map(String::isEmpty).orElse(false)) {
      throw Failure.badUsage("Name the keys to remove, or a --prefix that is not empty.");
    }
    long removed;
    try (BlobStore store = storeOption.open()) {
      removed = prefix.isPresent() ? remove(store, prefix(prefix.get())) : remove(store, named);
    }
    json.print(Map.of("removed", removed), "removed: " + removed);
    return 0;
  }

  private static long remove(BlobStore store, List<BlobKey> keys) {
    for (BlobKey key : keys) {
      if (store.head(key).isEmpty()) {
        throw BlobStoreException.notFound(store, key, null);
      }
    }
    keys.forEach(store::delete);
    return keys.size();
  }

  private static long remove(BlobStore store, String prefix) {
    long removed = 0;
    try (Stream<BlobInfo> objects = store.list(prefix)) {
      for (BlobInfo object : (Iterable<BlobInfo>) objects::iterator) {
        store.delete(object.key());
        removed++;
      }
    }
    return removed;
  }

  private static BlobSource source(String file) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return BlobSource.once(System.in);
    }
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw Failure.badUsage("There is no file " + file + ".");
    }
    return BlobSource.of(path);
  }

  private static BlobKey key(String key) {
    try {
      return BlobKey.of(key);
    } catch (BlobStoreException e) {
      throw Failure.badUsage(String.valueOf(e.getMessage()));
    }
  }

  static String prefix(String prefix) {
    try {
      return BlobKey.checkPrefix(prefix);
    } catch (BlobStoreException e) {
      throw Failure.badUsage(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Object> describe(BlobKey key, long sizeBytes) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", key.value());
    fields.put("sizeBytes", sizeBytes);
    return fields;
  }
}
