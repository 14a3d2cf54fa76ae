package dev.wastm.cli.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.cli.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Proofs as the commands write them, checked by the command and by the verifier in Python that shares no code with it. */
@Tag("integration")
class ProofCommandTest {
  private static final Path PYTHON_VERIFIER = Path.of("../../docs/verify/verify_proof.py");
  private static final int PYTHON_TIMEOUT_SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private Path folder;

  private Cli cli;
  private String firstHeader;
  private String newestHeader;

  @BeforeEach
  void execute() throws Exception {
    cli = new Cli(folder);
    firstHeader = cli.exec(Cli.DEPLOY + Cli.INCREMENT + Cli.INCREMENT.replace("5", "-1"))
        .get("headerHash")
        .asText();
    newestHeader = cli.exec(Cli.INCREMENT).get("headerHash").asText();
  }

  private Path write(String... command) {
    Path file = folder.resolve(
        "proof-" + command.length + "-" + String.join("", command).hashCode());
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--ledger", "l", "--out", file.toString()));
    Cli.Ran ran = cli.onStore(all.toArray(String[]::new));
    assertEquals(0, ran.exitCode(), ran.err());
    assertEquals("", ran.out());
    return file;
  }

  private static Cli.Ran verify(Path file, String header) {
    return Cli.run("ledger", "verify-proof", file.toString(), "--header", header, "--json");
  }

  @Test
  void aValueIsProvenAtEveryHeight() throws Exception {
    Path then = write("ledger", "proof", "--actor", "c", "--key", "count", "--height", "1");
    Path now = write("ledger", "proof", "--actor", "c", "--key", "count");
    JsonNode proven = verify(then, firstHeader).json();
    assertTrue(proven.get("verified").asBoolean());
    assertEquals("l", proven.get("ledger").asText());
    assertEquals(1, proven.get("height").asInt());
    assertEquals("count", proven.get("key").get("utf8").asText());
    assertEquals(5, proven.get("value").get("utf8").asText().charAt(0));
    assertEquals(
        10, verify(now, newestHeader).json().get("value").get("utf8").asText().charAt(0));
  }

  @Test
  void anAbsenceIsProven() throws Exception {
    Path file = write("ledger", "proof", "--actor", "nobody", "--key-base64", "AAH/");
    JsonNode proven = verify(file, newestHeader).json();
    assertEquals("AAH/", proven.get("key").get("base64").asText());
    assertTrue(proven.get("value").isNull());
  }

  @Test
  void aReceiptIsShownAndProven() throws Exception {
    JsonNode shown = JSON.readTree(
        Files.readString(write("ledger", "receipt", "--height", "1", "--index", "2")));
    assertEquals("REVERTED", shown.get("status").asText());
    Path file = write("ledger", "receipt", "--proof", "--height", "1", "--index", "2");
    Cli.Ran ran = verify(file, firstHeader);
    assertEquals(0, ran.exitCode());
    JsonNode proven = ran.json().get("receipt");
    for (String field :
        List.of("index", "hash", "actor", "method", "status", "fuelUsed", "code", "arguments")) {
      assertEquals(shown.get(field), proven.get(field), field);
    }
    assertEquals("{\"by\":-1}", proven.get("args").get("utf8").asText());
    assertEquals("", proven.get("output").get("utf8").asText());
  }

  @Test
  void whatDoesNotHoldIsRefusedWithAReason() throws Exception {
    Path file = write("ledger", "proof", "--actor", "c", "--key", "count");
    Cli.Ran otherHeight = verify(file, firstHeader);
    assertEquals(1, otherHeight.exitCode());
    assertEquals(
        "its header has the hash " + newestHeader + ", and not " + firstHeader
            + "; it speaks of another height or another history",
        otherHeight.json().get("reason").asText());
    Cli.Ran people = Cli.run("ledger", "verify-proof", file.toString(), "--header", firstHeader);
    assertTrue(people.out().startsWith("NOT verified: its header has the hash "), people.out());
    assertEquals(2, verify(file, "abc").exitCode());
    assertEquals(2, verify(folder.resolve("nowhere"), firstHeader).exitCode());
    assertEquals(
        2, cli.onStore("ledger", "receipt", "--ledger", "l", "--index", "1").exitCode());
    assertEquals(
        2, cli.onStore("ledger", "proof", "--ledger", "l", "--actor", "c").exitCode());
  }

  /** The two verifiers agree on every proof, and on proofs that were tampered with. */
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void theVerifierInPythonAgrees() throws Exception {
    assumePython();
    List<Path> newest = List.of(
        write("ledger", "proof", "--actor", "c", "--key", "count"),
        write("ledger", "proof", "--actor", "system", "--key", "actor/c"),
        write("ledger", "proof", "--actor", "c", "--key", "nothing"),
        write("ledger", "receipt", "--proof", "--index", "0"));
    for (Path file : newest) {
      assertAgree(file, newestHeader, 0);
      assertAgree(file, firstHeader, 1);
    }
    for (int index = 0; index < 3; index++) {
      Path file = write(
          "ledger", "receipt", "--proof", "--height", "1", "--index", Integer.toString(index));
      assertAgree(file, firstHeader, 0);
      byte[] whole = Files.readAllBytes(file);
      for (int i = index * 7; i < whole.length; i += whole.length / 3) {
        byte[] changed = whole.clone();
        changed[i] ^= 1;
        assertAgree(Files.write(folder.resolve("changed"), changed), firstHeader, 1);
      }
    }
  }

  private static void assertAgree(Path file, String header, int exitCode) throws Exception {
    Cli.Ran ours = verify(file, header);
    assertEquals(exitCode, ours.exitCode(), () -> "wastm on " + file);
    Process python = python(PYTHON_VERIFIER.toString(), file.toString(), header);
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(python.waitFor(PYTHON_TIMEOUT_SECONDS, TimeUnit.SECONDS));
    assertEquals(exitCode, python.exitValue(), () -> "python on " + file + ": " + said);
    if (exitCode == 0) {
      assertEquals(ours.out(), said);
    } else {
      assertTrue(said.startsWith("NOT verified: "), said);
    }
  }

  /** What no proof can be ends both with one sentence and the code for it, and a call that is wrong with another code. */
  @Test
  void theVerifierInPythonEndsAsOursDoes() throws Exception {
    assumePython();
    Path honest = write("ledger", "proof", "--actor", "c", "--key", "count");
    String text = Files.readString(honest);
    for (String changed : List.of(
        "", text + "x", text.replaceFirst("\"bit\":[0-9]+", "\"bit\":-9"), "[".repeat(100_000))) {
      Path file = Files.writeString(folder.resolve("changed"), changed);
      assertAgree(file, newestHeader, 1);
      Cli.Ran people = Cli.run("ledger", "verify-proof", file.toString(), "--header", newestHeader);
      assertTrue(people.out().startsWith("NOT verified: "), people.out());
      assertEquals(1, people.out().lines().count());
      assertEquals("", people.err());
    }
    assertAgree(honest, newestHeader.toUpperCase(Locale.ROOT), 0);
    for (String[] wrong : new String[][] {
      {honest.toString(), "abc"}, {folder.resolve("nowhere").toString(), newestHeader}
    }) {
      Process python = python(PYTHON_VERIFIER.toString(), wrong[0], wrong[1]);
      assertTrue(python.waitFor(PYTHON_TIMEOUT_SECONDS, TimeUnit.SECONDS));
      assertEquals(2, python.exitValue());
      assertEquals(2, verify(Path.of(wrong[0]), wrong[1]).exitCode());
    }
  }

  private static void assumePython() throws Exception {
    boolean present;
    try {
      Process python = python("--version");
      present = python.waitFor(PYTHON_TIMEOUT_SECONDS, TimeUnit.SECONDS) && python.exitValue() == 0;
    } catch (IOException e) {
      present = false;
    }
    if (!present) {
      System.err.println("python3 IS NOT HERE: the independent verifier was NOT TESTED.");
    }
    assumeTrue(present, "python3 is not here");
  }

  private static Process python(String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
