package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LauncherTest {
  /** Without it, the JVM never compiles the methods that large guest functions become: several times slower, and nobody would see why. */
  @Test
  void letsTheJvmCompileLargeMethods() throws Exception {
    String launcher = Files.readString(Path.of("../../wastm"));
    assertTrue(launcher.contains("options=(-XX:+UseSerialGC -XX:-DontCompileHugeMethods "));
  }
}
