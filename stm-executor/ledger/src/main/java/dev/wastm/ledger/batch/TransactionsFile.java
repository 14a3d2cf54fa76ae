package dev.wastm.ledger.batch;

import dev.wastm.ledger.protocol.BatchLimits;
import dev.wastm.ledger.protocol.Protocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads transactions, one JSON object a line; blank lines are passed over. Either the whole text is well formed, or nothing is returned.
 */
public final class TransactionsFile {
  private TransactionsFile() {}

  /**
   * A transaction and where it was read.
   *
   * @param line the line's number, from 1
   */
  public record Line(int line, Transaction transaction) {}

  /**
   * @param name what errors call the text, such as the file's name
   * @param protocol of the epoch in which the transactions are to be executed
   * @throws InvalidTransactionsException naming the first line that is wrong, and how
   */
  public static List<Line> parse(String name, InputStream text, Protocol protocol)
      throws InvalidTransactionsException, IOException {
    List<Line> lines = new ArrayList<>();
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder()));
    int number = 0;
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          lines.add(new Line(number, TransactionJson.parse(line, protocol.transaction())));
          requireRoom(name, lines.size(), protocol.batch());
        }
      }
    } catch (TransactionJson.MalformedException e) {
      throw new InvalidTransactionsException(name + ":" + number + ": " + e.getMessage());
    } catch (CharacterCodingException e) {
      throw new InvalidTransactionsException(
          name + ": after line " + number + " the text is not valid UTF-8.");
    }
    if (lines.isEmpty()) {
      throw new InvalidTransactionsException(
          name + ": there is no transaction in it; write one JSON object a line.");
    }
    return lines;
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
      return TransactionJson.parse(json, protocol.transaction());
    } catch (TransactionJson.MalformedException e) {
      throw new InvalidTransactionsException(String.valueOf(e.getMessage()));
    }
  }

  /** A transaction as a line of a file, without the line's end. */
  public static String line(Transaction transaction) {
    return TransactionJson.line(transaction);
  }

  private static void requireRoom(String name, int count, BatchLimits limits)
      throws InvalidTransactionsException {
    if (count > limits.transactions()) {
      throw new InvalidTransactionsException(name + ": a batch holds at most "
          + limits.transactions() + " transactions; split it in several.");
    }
  }
}
