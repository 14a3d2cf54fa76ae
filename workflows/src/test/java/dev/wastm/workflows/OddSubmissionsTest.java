package dev.wastm.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.wastm.activities.FailureTypes;
import dev.wastm.activities.Submission;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.hash.Sha256;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is submitted through Temporal is refused with one sentence and stops nothing: an honest submission takes effect afterwards. */
@Tag("integration")
@Timeout(120)
class OddSubmissionsTest {
  private static final String TABLE = "/dev/wastm/ledger/batch/odd-transactions.ndjson";
  private static final LedgerStart START = LedgerStart.of("shop");
  private static final String HONEST = """
      {"actor":"system","method":"deploy","args":{"actor":"c","module":"counter@1.0.0","init":{}},"sender":"alice"}
      {"actor":"c","method":"increment","args":{"by":5},"sender":"bob"}
      """;

  private final BlobStore store = BlobStores.open("memory:");
  private EmbeddedWorker worker;

  @BeforeEach
  void start() throws Exception {
    Fixture.publishCounter(store);
    worker = new EmbeddedWorker(store);
  }

  @AfterEach
  void stop() {
    worker.close();
    store.close();
  }

  /** Inline where the text is small and is UTF-8 at all, from the blob store otherwise. */
  @Test
  void eachOddTextIsRefusedWithItsSentence() throws Exception {
    ObjectMapper json = new ObjectMapper();
    int inline = 0;
    int stored = 0;
    for (String line : table()) {
      JsonNode row = json.readTree(line);
      byte[] text = text(row.get("text"));
      String asString = new String(text, StandardCharsets.UTF_8);
      boolean isInline = ByteString.copyFrom(text).isValidUtf8() && Submission.fitsInline(asString);
      inline += isInline ? 1 : 0;
      stored += isInline ? 0 : 1;
      ApplicationFailure refused = refusal(
          isInline ? Submission.inline(asString) : stored(text, Sha256.of(text).hex()));
      assertEquals("submission" + row.get("error").asText(), refused.getOriginalMessage());
      assertEquals(FailureTypes.INVALID_SUBMISSION, refused.getType());
    }
    assertTrue(inline > 50 && stored > 5, inline + " inline, " + stored + " stored");
    assertHonestSubmissionsTakeEffect();
  }

  private static List<String> table() throws IOException {
    try (InputStream in = OddSubmissionsTest.class.getResourceAsStream(TABLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void aStoredSubmissionThatIsDamagedMissingOrEndlessIsRefused() {
    String honest = Sha256.of(HONEST.getBytes(StandardCharsets.UTF_8)).hex();
    String key = Submission.blobKey("shop", honest);
    assertBadRequest(
        "The submission " + key
            + " is not in the worker's blob store; store it before submitting it.",
        Submission.stored(honest));
    for (String damaged : List.of(HONEST.replace("5", "6"), HONEST.replace("{", "["), "")) {
      assertBadRequest(
          "The stored submission " + key + " does not have the digest in its name.",
          stored(damaged.getBytes(StandardCharsets.UTF_8), honest));
    }
    byte[] large = " \n".repeat(35 << 20).getBytes(StandardCharsets.UTF_8);
    assertEquals(
        "submission:33554433: the text is longer than 67108864 bytes, the most that one batch may take; split it in several.",
        refusal(stored(large, Sha256.of(large).hex())).getOriginalMessage());
    assertHonestSubmissionsTakeEffect();
  }

  @Test
  void anUpdateThatIsNoSubmissionIsRefused() {
    assertBadRequest(
        "A submission has either \"transactions\", the lines themselves, or \"stored\", the SHA-256 of lines in the blob store.",
        new Submission(null, null));
    assertBadRequest(
        "The member \"stored\" must be a SHA-256 in 64 lower-case hexadecimal digits.",
        Submission.stored("../" + "x".repeat(70_000)));
    assertBadRequest(
        "An inline submission has at most 262144 bytes; store larger ones in the blob store and submit their SHA-256.",
        Submission.inline(" ".repeat(262_145)));
    for (String payload : List.of(
        "{\"transactions\":\"\\ud800\"}",
        "{\"transactions\":{}}",
        "{\"transactions\":" + "[".repeat(5_000),
        "{\"transactions\":" + "7".repeat(1_500) + "}",
        "{\"" + "n".repeat(60_000) + "\":1}",
        "[]",
        "null",
        "7",
        "",
        "\u0000",
        "{\"stored\":NaN}")) {
      WorkflowUpdateException refused =
          assertThrows(WorkflowUpdateException.class, () -> update(payload), payload);
      assertTrue(
          refused.getCause() instanceof ApplicationFailure failure
              && !String.valueOf(failure.getType()).contains("NullPointer"),
          () -> payload + ": " + refused.getCause());
    }
    assertHonestSubmissionsTakeEffect();
  }

  /** Also where it would make a workflow id that looks like another's. */
  @Test
  void aLedgerWithoutALedgersNameIsRefused() {
    for (String name : List.of("shop.", "sh\u043ep", "shop\u202e", "..", "shop ", "")) {
      WorkflowUpdateException refused = assertThrows(
          WorkflowUpdateException.class,
          () -> worker.ledgers.submit(LedgerStart.of(name), Submission.inline(HONEST)),
          name);
      String sentence =
          assertInstanceOf(ApplicationFailure.class, refused.getCause()).getOriginalMessage();
      assertTrue(sentence.contains("\" is not a ledger's name; use 1 to 100 "), sentence);
      assertTrue(sentence.chars().allMatch(each -> each >= ' ' && each <= '~'), sentence);
    }
    assertHonestSubmissionsTakeEffect();
  }

  private void update(String payload) {
    Payload raw = Payload.newBuilder()
        .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
        .setData(ByteString.copyFromUtf8(payload))
        .build();
    Object unused = worker.ledgers.ledger(START);
    worker
        .client()
        .newUntypedWorkflowStub(LedgerStart.workflowId("shop"))
        .update("submit", Object.class, new RawValue(raw));
  }

  private void assertHonestSubmissionsTakeEffect() {
    assertEquals(
        1, worker.ledgers.submit(START, Submission.inline(HONEST)).position().height());
    assertEquals(
        2, worker.ledgers.submit(START, Submission.inline(HONEST)).position().height());
  }

  private void assertBadRequest(String sentence, Submission submission) {
    ApplicationFailure refused = refusal(submission);
    assertEquals(sentence, refused.getOriginalMessage());
    assertTrue(
        String.valueOf(refused.getType()).endsWith("BadRequest")
            || String.valueOf(refused.getType()).endsWith("BadRequestException"),
        refused.getType());
  }

  private ApplicationFailure refusal(Submission submission) {
    WorkflowUpdateException refused =
        assertThrows(WorkflowUpdateException.class, () -> worker.ledgers.submit(START, submission));
    return assertInstanceOf(ApplicationFailure.class, refused.getCause());
  }

  private Submission stored(byte[] text, String sha256) {
    store.put(BlobKey.of(Submission.blobKey("shop", sha256)), text, PutMode.OVERWRITE);
    return Submission.stored(sha256);
  }

  private static byte[] text(JsonNode parts) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (JsonNode part : parts) {
      text.writeBytes(
          part.has("hex")
              ? HexFormat.of().parseHex(part.get("hex").asText())
              : part.has("times")
                  ? utf8(part.get("of").asText().repeat(part.get("times").asInt()))
                  : utf8(part.asText()));
    }
    return text.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
