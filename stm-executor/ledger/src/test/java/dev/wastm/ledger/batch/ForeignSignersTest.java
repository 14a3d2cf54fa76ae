package dev.wastm.ledger.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.submission.TransactionsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signers in other languages, which know docs/formats.md and none of our code, make the same bytes, hashes and signatures. */
@Tag("oracle")
class ForeignSignersTest {
  private static final Path SIGNERS = Path.of("../../docs/verify");
  private static final Path TSC =
      Path.of("../../assemblyscript-examples/node_modules/typescript/bin/tsc");
  private static final SigningKey KEY = SigningKey.generate();
  private static final Digest GENESIS = Sha256.of(new byte[] {7});
  private static final int TRANSACTIONS = 500;
  private static final long FIRST_NONCE = (1L << 40) - 100;

  @TempDir
  private static Path compiled;

  @TempDir
  private Path folder;

  enum Signer {
    PYTHON("python3"),
    TYPESCRIPT("node");

    private final String command;

    Signer(String command) {
      this.command = command;
    }

    Path program() {
      return switch (this) {
        case PYTHON -> SIGNERS.resolve("sign_transaction.py");
        case TYPESCRIPT -> compiled.resolve("sign_transaction.js");
      };
    }
  }

  /** What a signer ended with, and what it printed. */
  private record Ran(int exitCode, List<String> lines) {}

  private Ran run(Signer signer, List<String> lines, String... more) throws Exception {
    Path key = folder.resolve("key.json");
    Path file = folder.resolve("transactions.ndjson");
    Path out = folder.resolve("out");
    Files.write(key, KEY.encode());
    Files.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    List<String> command = new ArrayList<>(List.of(
        signer.command,
        signer.program().toString(),
        file.toString(),
        "--key",
        key.toString(),
        "--genesis",
        GENESIS.hex(),
        "--nonce",
        Long.toString(FIRST_NONCE)));
    command.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), command::toString);
    return new Ran(process.exitValue(), Files.readAllLines(out));
  }

  private static void requireInstalled(Signer signer) throws Exception {
    boolean isThere;
    try {
      isThere = new ProcessBuilder(signer.command, "--version").start().waitFor() == 0;
    } catch (IOException e) {
      isThere = false;
    }
    require(isThere, "there is no " + signer.command + " here to run " + signer.program());
    if (signer == Signer.TYPESCRIPT) {
      require(
          Files.isRegularFile(TSC),
          "there is no " + TSC + "; run \"npm ci\" in assemblyscript-examples");
      compile();
    }
  }

  private static void require(boolean isThere, String otherwise) {
    if (!isThere) {
      System.err.println("SKIPPED: " + otherwise);
    }
    Assumptions.assumeTrue(isThere, otherwise);
  }

  /** By the strict rules beside it: what is no TypeScript fails here. */
  private static void compile() throws Exception {
    if (Files.exists(Signer.TYPESCRIPT.program())) {
      return;
    }
    Process process = new ProcessBuilder(
            "node",
            TSC.toString(),
            "--project",
            SIGNERS.toString(),
            "--outDir",
            compiled.toString())
        .redirectErrorStream(true)
        .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    Path unused = Files.copy(SIGNERS.resolve("package.json"), compiled.resolve("package.json"));
  }

  @ParameterizedTest
  @EnumSource
  void makesOurBytesHashesAndSignatures(Signer signer) throws Exception {
    requireInstalled(signer);
    RandomLines random = new RandomLines(new Random(17));
    List<String> lines = new ArrayList<>();
    List<String> signed = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < TRANSACTIONS; i++) {
      String line = random.line();
      Transaction ours = sign(line, FIRST_NONCE + i);
      lines.add(line);
      signed.add(TransactionsFile.line(ours));
      hashes.add(ours.seal().hash().hex());
    }
    assertEquals(new Ran(0, signed), run(signer, lines));
    assertEquals(new Ran(0, hashes), run(signer, lines, "--hash"));
  }

  private static Transaction sign(String line, long nonce) throws Exception {
    Transaction given = TransactionsFile.parseOne(line, Protocol.epoch1());
    Transaction sent = new Transaction(
        given.actor(), given.method(), given.args(), KEY.verification().name(), given.fuelLimit());
    ByteString signature = ByteString.copyFrom(KEY.sign(sent.signedBytes(GENESIS, nonce)));
    return sent.with(new Transaction.Authorization(nonce, signature));
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatWeRefuse(Signer signer) throws Exception {
    requireInstalled(signer);
    for (String args : List.of(
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"\\u0061\":1,\"a\":2}}",
        "\"\\ud800\"",
        "{\"\\udc00\":1}",
        "{\"\\n\":1}",
        "{\"\u0085\":1}",
        "NaN",
        "01",
        "[1,]",
        "\"\t\"",
        "7".repeat(1_001),
        "[".repeat(129) + "]".repeat(129))) {
      String line = "{\"actor\":\"a\",\"method\":\"m\",\"args\":" + args + "}";
      assertThrows(
          InvalidTransactionsException.class,
          () -> TransactionsFile.parseOne(line, Protocol.epoch1()),
          args);
      Ran ran = run(signer, List.of(line));
      assertEquals(1, ran.exitCode(), args);
    }
  }

  /** Transactions as people and programs may write them: white space, escapes that need not be, members in any order. */
  private record RandomLines(Random random) {
    private static final List<String> CHARACTERS = List.of(
        "a",
        "Z",
        " ",
        "/",
        "\u00e9",
        "\u20ac",
        "\ud83d\ude00",
        "\u2028",
        "\\u0041",
        "\\u00E9",
        "\\ud83d\\ude00",
        "\\/",
        "\\\"",
        "\\\\");

    private static final List<String> CONTROLS = List.of(
        "\\u0000", "\\u001F", "\\u000a", "\\n", "\\b", "\\f", "\\r", "\\t", "\\u007f", "\u007f",
        "\u0085", "\\u0008");
    private static final List<String> NUMBERS = List.of(
        "0",
        "-0",
        "1",
        "1.0",
        "1E5",
        "1e+5",
        "-2.50e-10",
        "123456789012345678901234567890",
        "1e999999");
    private static final List<String> WORDS = List.of("null", "true", "false");

    String line() {
      List<String> members =
          new ArrayList<>(List.of("\"actor\"" + colon() + name(), "\"method\"" + colon() + name()));
      if (random.nextInt(8) > 0) {
        members.add("\"args\"" + colon() + value(4));
      }
      if (random.nextBoolean()) {
        members.add("\"fuel\"" + colon() + (1 + random.nextInt(1_000_000_000)));
      }
      if (random.nextBoolean()) {
        members.add("\"sender\"" + colon() + "\"somebody\"");
      }
      Collections.shuffle(members, random);
      return space() + "{" + space() + String.join(space() + "," + space(), members) + space() + "}"
          + space();
    }

    private String space() {
      return random.nextInt(4) > 0 ? "" : of(List.of(" ", "\t", "\r", "  "));
    }

    private String colon() {
      return space() + ":" + space();
    }

    private String of(List<String> some) {
      return some.get(random.nextInt(some.size()));
    }

    private String name() {
      return "\""
          + of(List.of("a", "\\u0061", "\u00e9", "\u5eab", "\ud83d\ude00", "\\ud83d\\ude00"))
          + of(List.of("", "-1", "\\/", "x y", "~".repeat(120))) + "\"";
    }

    private String string(List<List<String>> from) {
      StringBuilder text = new StringBuilder("\"");
      for (int i = random.nextInt(6); i > 0; i--) {
        text.append(of(from.get(random.nextInt(from.size()))));
      }
      return text.append('"').toString();
    }

    private String value(int depth) {
      return switch (random.nextInt(depth > 0 ? 8 : 5)) {
        case 0, 1 -> string(List.of(CHARACTERS, CONTROLS));
        case 2, 3 -> of(NUMBERS);
        case 4 -> of(WORDS);
        case 5, 6 -> object(depth - 1);
        default -> array(depth - 1);
      };
    }

    private String object(int depth) {
      List<String> members = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        String name = string(List.of(CHARACTERS));
        // A number at its end makes the name another than those before.
        members.add(name.substring(0, name.length() - 1) + i + "\"" + colon() + value(depth));
      }
      return "{" + space() + String.join(space() + "," + space(), members) + space() + "}";
    }

    private String array(int depth) {
      List<String> values = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.add(value(depth));
      }
      return "[" + space() + String.join(space() + "," + space(), values) + space() + "]";
    }
  }
}
