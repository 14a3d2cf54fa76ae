package dev.wastm.ledger.submission;

import dev.wastm.ledger.batch.Admission;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.json.MalformedException;
import dev.wastm.ledger.protocol.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads transactions, one JSON object a line; blank lines are passed over. Either the whole text is well formed, or nothing is returned.
 * Whatever the bytes are, the outcome is transactions or one sentence, and no more of them is read or kept than the {@link Protocol} allows.
 */
public final class TransactionsFile {
  private final String name;
  private final Protocol protocol;
  private final TextLines text;
  private final Admission admission;
  private final List<Line> lines = new ArrayList<>();

  private TransactionsFile(String name, InputStream text, Protocol protocol) {
    this.name = name;
    this.protocol = protocol;
    this.admission = new Admission(protocol);
    this.text =
        new TextLines(text, protocol.transaction().lineBytes(), protocol.batch().inputBytes());
  }

  /**
   * A transaction and where it was read.
   *
   * @param line the line's number, from 1
   */
  public record Line(int line, Transaction transaction) {}

  /**
   * @param name what errors call the text, such as the file's name
   * @param text read to its end, or to the first mistake; not closed
   * @param protocol of the epoch in which the transactions are to be executed
   * @throws InvalidTransactionsException naming the first line that is wrong, and how
   */
  public static List<Line> parse(String name, InputStream text, Protocol protocol)
      throws InvalidTransactionsException, IOException {
    return new TransactionsFile(name, text, protocol).parse();
  }

  /**
   * Reads one transaction.
   *
   * @param json one object, which may have white space and line ends in it
   * @throws InvalidTransactionsException saying what is wrong
   */
  public static Transaction parseOne(String json, Protocol protocol)
      throws InvalidTransactionsException {
    try {
      if (json.length() > protocol.transaction().lineBytes()) {
        throw TextLines.tooLong(protocol.transaction().lineBytes());
      }
      Transaction transaction = TransactionJson.parse(json, protocol.transaction());
      new Admission(protocol).count(transaction);
      return transaction;
    } catch (MalformedException e) {
      throw new InvalidTransactionsException(String.valueOf(e.getMessage()));
    }
  }

  /** A transaction as a line of a file, without the line's end. */
  public static String line(Transaction transaction) {
    return TransactionJson.line(transaction);
  }

  private List<Line> parse() throws InvalidTransactionsException, IOException {
    try {
      for (Optional<ByteBuffer> line = text.next(); line.isPresent(); line = text.next()) {
        requireNoByteOrderMark(line.get());
        if (!TextLines.isBlank(line.get())) {
          add(TransactionJson.parse(line.get(), protocol.transaction()));
        }
      }
    } catch (MalformedException | InvalidTransactionsException e) {
      throw new InvalidTransactionsException(name + ":" + text.number() + ": " + e.getMessage());
    }
    if (lines.isEmpty()) {
      throw new InvalidTransactionsException(
          name + ": there is no transaction in it; write one JSON object a line.");
    }
    return lines;
  }

  private void add(Transaction transaction) throws InvalidTransactionsException {
    admission.count(transaction);
    lines.add(new Line(text.number(), transaction));
  }

  private void requireNoByteOrderMark(ByteBuffer line) throws MalformedException {
    byte[] mark = "\uFEFF".getBytes(StandardCharsets.UTF_8);
    if (text.number() == 1
        && line.remaining() >= mark.length
        && line.slice(line.position(), mark.length).equals(ByteBuffer.wrap(mark))) {
      throw new MalformedException(
          "the text begins with a byte order mark; save it as UTF-8 without one.");
    }
  }
}
