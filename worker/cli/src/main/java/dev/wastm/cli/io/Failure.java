package dev.wastm.cli.io;

import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.execution.ExecutionFailedException;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.NoRoomException;
import dev.wastm.ledger.journal.NotAdmittedException;
import dev.wastm.ledger.module.TagMovedException;
import dev.wastm.ledger.protocol.UnknownEpochException;
import dev.wastm.wasm.validation.InvalidModuleException;
import dev.wastm.workflows.NoWorkersException;
import io.temporal.client.WorkflowException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Something that a person should know, as one line and an exit code; no stack trace unless it is a fault of ours. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** What was asked for is wrong. */
  public static Failure badUsage(String message) {
    return new Failure(ExitCode.USAGE, message);
  }

  /** What was asked for could not be done. */
  public static Failure of(String message) {
    return new Failure(ExitCode.SOFTWARE, message);
  }

  public static int reportBadUsage(CommandLine.ParameterException e, String... args) {
    CommandLine command = e.getCommandLine();
    print(
        command,
        sentence(e) + " (" + command.getCommandSpec().qualifiedName()
            + " --help shows the usage.)");
    return ExitCode.USAGE;
  }

  /** What follows an unknown option may be a secret: it is not repeated. */
  private static String sentence(CommandLine.ParameterException e) {
    List<String> unknown = e instanceof CommandLine.UnmatchedArgumentException unmatched
        ? unmatched.getUnmatched().stream()
            .filter(each -> each.startsWith("-"))
            .map(each -> "'" + each.replaceFirst("=.*", "") + "'")
            .toList()
        : List.of();
    return unknown.isEmpty()
        ? String.valueOf(e.getMessage())
        : "Unknown option: " + String.join(", ", unknown);
  }

  public static int report(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    ProcessEnd.haltWhereExhausted(e);
    if (e instanceof Failure failure) {
      print(command, String.valueOf(failure.getMessage()));
      return failure.exitCode;
    }
    print(command, isExpected(e) ? lastSentence(e) : "this is a fault of wastm itself: " + e);
    if (!isExpected(e)) {
      command.getErr().print(Redaction.of(e));
      command.getErr().flush();
    }
    return ExitCode.SOFTWARE;
  }

  /** Shows what a thread died of that no command waits for. */
  public static void reportUncaught(Throwable failure) {
    ProcessEnd.haltWhereExhausted(failure);
    System.err.print(Redaction.of(failure));
  }

  private static boolean isExpected(Exception e) {
    return e instanceof BlobStoreException
        || e instanceof InvalidTransactionsException
        || e instanceof InvalidModuleException
        || e instanceof TagMovedException
        || e instanceof CorruptRecordException
        || e instanceof ForkException
        || e instanceof NotAdmittedException
        || e instanceof NoRoomException
        || e instanceof ExecutionFailedException
        || e instanceof UnknownEpochException
        || e instanceof NoWorkersException
        || e instanceof WorkflowException;
  }

  /** Temporal wraps what a worker said in several layers; the innermost is the sentence. */
  private static String lastSentence(Exception e) {
    Throwable innermost = e;
    while (e instanceof WorkflowException && innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost instanceof io.temporal.failure.ApplicationFailure failure
        ? failure.getOriginalMessage()
        : String.valueOf(innermost.getMessage());
  }

  /** Something that a person should know, though what was asked for is done. */
  public static void warn(CommandLine command, String sentence) {
    print(command, sentence);
  }

  private static void print(CommandLine command, String sentence) {
    PrintWriter err = command.getErr();
    err.println("wastm: " + Redaction.of(sentence.replace('\n', ' ')));
    err.flush();
  }
}
