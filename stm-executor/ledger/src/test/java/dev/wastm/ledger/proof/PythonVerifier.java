package dev.wastm.ledger.proof;

import dev.wastm.ledger.hash.Digest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The verifier in Python, in one process that checks one proof after the other. Confined to one thread. */
final class PythonVerifier implements AutoCloseable {
  private static final Path DRIVER = Path.of("src/test/resources/verify_cases.py");
  private static final Path FOLDER = Path.of("../../docs/verify");

  private final Process process;
  private final DataOutputStream to;
  private final DataInputStream from;

  private PythonVerifier(Process process) {
    this.process = process;
    this.to = new DataOutputStream(process.getOutputStream());
    this.from = new DataInputStream(process.getInputStream());
  }

  /** @throws IOException where there is no python3 */
  static PythonVerifier start() throws IOException {
    return new PythonVerifier(
        new ProcessBuilder("python3", "-B", DRIVER.toString(), FOLDER.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  Verdict verdict(byte[] file, Digest trusted) throws IOException {
    to.write(trusted.hex().getBytes(StandardCharsets.US_ASCII));
    to.writeInt(file.length);
    to.write(file);
    to.flush();
    byte verdict = from.readByte();
    String said = new String(from.readNBytes(from.readInt()), StandardCharsets.UTF_8);
    if (verdict == 'X') {
      throw new AssertionError("The verifier in Python failed: " + said);
    }
    return new Verdict(verdict == '1', said);
  }

  @Override
  public void close() throws IOException {
    to.close();
    process.destroy();
  }
}
