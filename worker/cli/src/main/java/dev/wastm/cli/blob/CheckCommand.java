package dev.wastm.cli.blob;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.tool.StoreCheck;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.StoreOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wastm blob check}: whether a store keeps its promises where it will be used. */
@Command(
    name = "check",
    description =
        "Tests on the real store whether it keeps the promises that ledgers stand on: put if absent under"
            + " concurrency, reads after writes, ranges, listing, deletion. Uses objects of its own under a new prefix"
            + " and removes them: some 2 200 requests, 60 MB. Exit code 1 where a promise is broken.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Parameters(paramLabel = "URI", description = "The store's URI, such as s3://bucket/prefix.")
  private String uri = "";

  @Mixin
  private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws InterruptedException {
    try (BlobStore store = StoreOption.open("URI", uri)) {
      return new StoreCheck(store).run(this::print) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private void print(StoreCheck.Result result) {
    json.print(toJson(result), toText(result));
  }

  private static String toText(StoreCheck.Result result) {
    return result
        .failure()
        .map(failure -> "BROKEN  " + result.promise() + ": " + failure)
        .orElse("kept    " + result.promise());
  }

  private static ObjectNode toJson(StoreCheck.Result result) {
    return JSON.createObjectNode()
        .put("promise", result.promise())
        .put("kept", result.kept())
        .put("failure", result.failure().orElse(null));
  }
}
