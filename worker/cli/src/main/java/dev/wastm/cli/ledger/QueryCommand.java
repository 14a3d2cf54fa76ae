package dev.wastm.cli.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.option.ExecutionFlags;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.ledger.Query;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.module.ModuleNames;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.report.ReceiptJson;
import dev.wastm.ledger.report.Sentences;
import dev.wastm.ledger.submission.TransactionsFile;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wastm ledger query}: a method that only reads, at any height. */
@Command(
    name = "query",
    description =
        "Calls a method that only reads, on the state as it is or was. A method that writes is refused. Exit code 1"
            + " unless it succeeds.",
    mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @Mixin
  private LedgerOption ledger = new LedgerOption();

  @Mixin
  private HeightOption height = new HeightOption();

  @Mixin
  private ExecutionFlags flags = new ExecutionFlags();

  @Option(names = "--actor", paramLabel = "A", required = true, description = "The actor's id.")
  private String actor = "";

  @Option(names = "--method", paramLabel = "M", required = true, description = "The method.")
  private String method = "";

  @Option(
      names = "--args",
      paramLabel = "JSON",
      description = "Its arguments, one JSON value. Default: none.")
  private Optional<String> args = Optional.empty();

  @Option(names = "--sender", paramLabel = "S", description = "Who asks. Default: nobody.")
  private String sender = "";

  @Mixin
  private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws CorruptRecordException {
    try (BlobStore store = ledger.openStore();
        BatchExecution execution = flags.open(store)) {
      Transaction call = transaction(execution.protocols().newest());
      Sentences sentences = Sentences.of(new ModuleNames(new ModuleStore(store)));
      long at = height.require(ledger, store, 1);
      LedgerHead head = new Checkpoints(store, ledger.name()).headAt(at);
      Receipt receipt = Query.ask(execution, head, call);
      print(call, receipt, sentences);
      return receipt.status() == Status.SUCCESS ? 0 : 1;
    } catch (Query.WriteRefusedException e) {
      throw Failure.of(String.valueOf(e.getMessage()));
    }
  }

  /** Checked like a line of a transactions file; the arguments' numbers stay as they were written. */
  private Transaction transaction(Protocol protocol) {
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("actor", actor);
    call.put("method", method);
    call.put("sender", sender);
    try {
      if (args.isPresent()) {
        JsonNode unused = JSON.readTree(args.get());
        call.put("args", new RawValue(args.get()));
      }
      return TransactionsFile.parseOne(JSON.writeValueAsString(call), protocol);
    } catch (JsonProcessingException e) {
      throw Failure.badUsage("--args: this is not one JSON value: " + e.getOriginalMessage() + ".");
    } catch (InvalidTransactionsException e) {
      throw Failure.badUsage(String.valueOf(e.getMessage()));
    }
  }

  private void print(Transaction call, Receipt receipt, Sentences sentences) {
    PrintWriter out = json.out();
    if (json.isOn()) {
      out.println(new ReceiptJson(sentences).line(call, receipt));
    } else if (receipt.status() == Status.SUCCESS) {
      out.println(receipt.output().toStringUtf8());
    } else {
      out.println(receipt.status() + ": " + receipt.failure().map(sentences::of).orElseThrow());
    }
    out.flush();
  }
}
