package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The audit of dependencies, which CI runs over all, finds a bad version that was planted. */
@Tag("integration")
@Timeout(60)
class AuditTest {
  @TempDir
  private Path folder;

  private record Ended(int code, String text) {}

  private Ended audit(String packages) throws Exception {
    Path list = Files.writeString(folder.resolve("list"), packages);
    Process process = new ProcessBuilder("python3", "../../.ci/audit", list.toString())
        .redirectErrorStream(true)
        .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  @Test
  void aBadVersionIsFoundAndAGoodOneIsNot() throws Exception {
    Ended bad = audit("Maven org.apache.commons:commons-compress 1.25.0\nnpm ws 8.17.0\n");
    assertEquals(1, bad.code(), bad.text());
    assertTrue(
        bad.text()
            .contains(
                "Maven org.apache.commons:commons-compress 1.25.0 is known to be bad: CVE-2024-"),
        bad.text());
    assertTrue(bad.text().contains("npm ws 8.17.0 is known to be bad"), bad.text());
    assertTrue(bad.text().contains("2 dependencies, by .ci/known-bad.tsv of 20"), bad.text());
    Ended good = audit("Maven org.apache.commons:commons-compress 1.26.0\nnpm ws 8.17.1\n");
    assertEquals(0, good.code(), good.text());
  }
}
