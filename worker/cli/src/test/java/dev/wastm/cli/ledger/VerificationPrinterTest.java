package dev.wastm.cli.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.cli.option.JsonOption;
import dev.wastm.ledger.replay.Tracing;
import dev.wastm.ledger.replay.Verification;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class VerificationPrinterTest {
  private static final Verification.Difference DIFFERENCE = new Verification.Difference(
      7,
      OptionalInt.empty(),
      "state",
      Optional.of("c/count"),
      "the value 0x09",
      "the value 0x08",
      Optional.of(new Tracing(
          Optional.of(
              new Tracing.HostCall(2, 3, "state_write(c/count, 0x08)", "the value 0x09", "ledger")),
          "Both engines agree.")));

  @Test
  void aDifferenceIsReadable() {
    assertEquals("""
        NOT verified: Height 7, state, key c/count: the ledger has the value 0x09, but the replay gives the value 0x08.
          transaction 2, host call 3
            replay: state_write(c/count, 0x08)
            ledger: the value 0x09
          Both engines agree.
        """, print());
  }

  @Test
  void aDifferenceIsAlsoJson() {
    assertEquals(
        "{\"verified\":false,\"height\":7,\"transaction\":null,\"field\":\"state\",\"key\":\"c/count\","
            + "\"recorded\":\"the value 0x09\",\"replayed\":\"the value 0x08\",\"hostCall\":{\"transaction\":2,\"number\":3,"
            + "\"replayed\":\"state_write(c/count, 0x08)\",\"ledger\":\"the value 0x09\"},\"tracing\":\"Both engines agree.\"}\n",
        print("--json"));
  }

  @Command(name = "printing")
  static final class Printing implements Callable<Integer> {
    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
      return VerificationPrinter.print(DIFFERENCE, json);
    }
  }

  private static String print(String... args) {
    StringWriter text = new StringWriter();
    assertEquals(
        1, new CommandLine(new Printing()).setOut(new PrintWriter(text)).execute(args));
    return text.toString();
  }
}
