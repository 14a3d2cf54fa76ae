package dev.wastm.cli.blob;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.layer.RetryPolicy;
import dev.wastm.blobstore.layer.RetryingBlobStore;
import dev.wastm.blobstore.tool.StoreCopy;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.io.Progress;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.StoreOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wastm blob cp}: objects from one store into another, of whatever kinds. */
@Command(
    name = "cp",
    description =
        "Copies objects from one store into another. Objects that the other has already are compared, never"
            + " replaced; so a copy that was cut off is simply run again.",
    mixinStandardHelpOptions = true)
final class CopyCommand implements Callable<Integer> {
  /** Each may hold a part of an upload, of 16 MiB, in memory. */
  private static final int THREADS_MAX = 64;

  @Parameters(index = "0", paramLabel = "FROM", description = "The URI of the store to read.")
  private String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "The URI of the store to write.")
  private String to = "";

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "Copy only objects whose keys begin so. Default: all.")
  private String prefix = "";

  @Option(
      names = "--overwrite",
      description = "Replace objects that are there already, without comparing.")
  private boolean overwrite;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many objects to copy at once. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Mixin
  private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws InterruptedException {
    if (threads < 1 || threads > THREADS_MAX) {
      throw Failure.badUsage(
          "--threads: " + threads + " is not between 1 and " + THREADS_MAX + ".");
    }
    String checked = BlobCommand.prefix(prefix);
    try (BlobStore source = open("FROM", from);
        BlobStore target = open("TO", to)) {
      StoreCopy.Report report = copy(source, target, checked);
      print(report);
      if (!report.different().isEmpty()) {
        throw Failure.of(report.different().size() + " objects, the first "
            + report.different().get(0) + ", have other bytes in " + target
            + " and were left alone; replace them with --overwrite.");
      }
    }
    return 0;
  }

  private StoreCopy.Report copy(BlobStore source, BlobStore target, String checked)
      throws InterruptedException {
    PutMode mode = overwrite ? PutMode.OVERWRITE : PutMode.IF_ABSENT;
    try (Progress progress = Progress.ofBytes("Copying", () -> totalBytes(source, checked))) {
      return new StoreCopy(source, target, mode, progress::stepBy).run(checked, threads);
    }
  }

  private void print(StoreCopy.Report report) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("copied", report.copied());
    fields.put("copiedBytes", report.copiedBytes());
    fields.put("alreadyThere", report.alreadyThere());
    fields.put("different", report.different().size());
    json.print(
        fields,
        "copied: " + report.copied() + " objects, " + report.copiedBytes()
            + " bytes; already there: " + report.alreadyThere());
  }

  private static BlobStore open(String argument, String uri) {
    return new RetryingBlobStore(StoreOption.open(argument, uri), RetryPolicy.DEFAULT);
  }

  private static long totalBytes(BlobStore store, String prefix) {
    try (Stream<BlobInfo> objects = store.list(prefix)) {
      return objects.mapToLong(BlobInfo::sizeBytes).sum();
    }
  }
}
