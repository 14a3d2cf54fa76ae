package dev.wastm.ledger.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever tries to get more than they pay for, in short; {@code .ci/attack ROUNDS} is the long form. Repeated with other keys with {@code
 * -Dwastm.attacks.rounds=N}.
 */
@Tag("attack")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class AttacksTest {
  private static final int ROUNDS = Integer.getInteger("wastm.attacks.rounds", 1);

  /** The interpreter is slow. */
  private static final int HONEST = 50;

  private static final int FEW = 2;

  /** What a thousand honest transactions are executed with, over their state. */
  private static final int HONEST_HEAP_MIB = 64;

  private static final int HEAP_RATIO = 8;
  private static final long END_S = 240;

  private AttackCheck check;

  @BeforeAll
  void open() throws Exception {
    check = new AttackCheck();
  }

  @AfterAll
  void close() {
    check.close();
  }

  static List<Attack> attacks() {
    return Attacks.all();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void everySchedulerAndEngineFindsTheSame(Attack attack) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      check.everyWay(attack, round, HONEST, FEW);
    }
  }

  /**
   * In a process of its own: with a heap of {@link #HEAP_RATIO} times what the honest batch needs, and without the assertions that tests run
   * with, which cost some attacks many times what the rest of them does.
   */
  @Test
  void noAttackTakesMoreThanItPaysForOrThanTheHeapHas(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("log");
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + HEAP_RATIO * HONEST_HEAP_MIB + "m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            AttackCheck.class.getName(),
            Integer.toString(ROUNDS),
            "short")
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    try {
      assertTrue(process.waitFor(END_S * ROUNDS, TimeUnit.SECONDS), () -> "it hangs: " + read(log));
      assertEquals(0, process.exitValue(), () -> read(log));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
