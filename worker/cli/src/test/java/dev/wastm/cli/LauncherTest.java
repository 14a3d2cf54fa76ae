package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher itself, in a folder with a JDK that prints what it is asked for. */
@Tag("integration")
@Timeout(60)
class LauncherTest {
  @TempDir
  private Path folder;

  @BeforeEach
  void install() throws Exception {
    Files.copy(Path.of("../../wastm"), folder.resolve("wastm"));
    Path jar = folder.resolve("worker/cli/target/wastm.jar");
    Files.createDirectories(jar.getParent());
    Files.createFile(jar);
    Path java = folder.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\nfor each; do echo \"$each\"; done\n");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"21.0.1\"\n");
  }

  private List<String> options(String javaOptions, String command) throws Exception {
    ProcessBuilder launcher =
        new ProcessBuilder("bash", folder.resolve("wastm").toString(), command);
    launcher.environment().put("WASTM_JAVA_HOME", folder.resolve("jdk").toString());
    launcher.environment().put("WASTM_JAVA_OPTIONS", javaOptions);
    Process process = launcher.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return out.lines().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nonexistent", "/etc/passwd", "jdk"})
  void aJdkThatIsNotThereIsBadUsageInOneLine(String home) throws Exception {
    ProcessBuilder launcher =
        new ProcessBuilder("bash", folder.resolve("wastm").toString(), "--help");
    launcher.environment().put("WASTM_JAVA_HOME", home);
    Process process = launcher.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(2, process.waitFor(), said);
    assertEquals(
        "wastm: there is no JDK at " + home
            + " (no program bin/java), which WASTM_JAVA_HOME names; mend it or unset it.",
        said.strip());
  }

  /** Without it, the JVM never compiles the methods that large guest functions become: several times slower, and nobody would see why. */
  @Test
  void letsTheJvmCompileLargeMethods() throws Exception {
    assertTrue(options("", "exec").contains("-XX:-DontCompileHugeMethods"));
  }

  @Test
  void endsTheJvmThatHasNoMemoryLeft() throws Exception {
    assertTrue(options("", "worker").contains("-XX:+ExitOnOutOfMemoryError"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', exec, -XX:+UseSerialGC",
    "'', worker, -XX:+UseG1GC",
    "-Xmx4g, worker, -XX:+UseG1GC",
    "-XX:+UseStringDeduplication, exec, -XX:+UseSerialGC",
    "-XX:+UseG1GC, exec, -XX:+UseG1GC",
    "-Xmx4g -XX:+UseZGC -Xss1m, worker, -XX:+UseZGC",
    "-XX:+UseParallelGC, worker, -XX:+UseParallelGC"
  })
  void theCollectorIsTheOperatorsToChoose(String javaOptions, String command, String collector)
      throws Exception {
    assertEquals(
        List.of(collector),
        options(javaOptions, command).stream()
            .filter(each -> each.startsWith("-XX:+Use") && each.endsWith("GC"))
            .toList());
  }

  @Test
  void theCommandComesBehindTheOptions() throws Exception {
    List<String> options = options("-Xmx4g", "exec");
    assertEquals(
        List.of(
            "-Xmx4g",
            "-jar",
            folder.resolve("worker/cli/target/wastm.jar").toRealPath().toString(),
            "exec"),
        options.subList(options.size() - 4, options.size()));
    assertFalse(options.contains(""));
  }
}
