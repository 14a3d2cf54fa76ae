package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.cli.io.Redaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** No credential that is given in any way is printed by any command. */
@Tag("integration")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecretsTest {
  private static final String SECRET = "hunter2isSecret";
  private static final List<String> PROPERTIES = List.of(
      "aws.accessKeyId",
      "aws.secretAccessKey",
      "AZURE_STORAGE_ACCOUNT",
      "AZURE_STORAGE_KEY",
      "AZURE_STORAGE_SAS_TOKEN");

  @TempDir
  private Path folder;

  private Path file = Path.of("");

  @BeforeEach
  void writeInput() throws Exception {
    file = Files.writeString(folder.resolve("input"), Cli.INCREMENT);
  }

  @AfterEach
  void forget() {
    PROPERTIES.forEach(System::clearProperty);
  }

  private static List<String> uris() throws Exception {
    return Files.readAllLines(Path.of("../../blobstore/api/src/test/resources/secret-uris.txt"))
        .stream()
        .map(form -> form.replace("SECRET", SECRET))
        .toList();
  }

  /** Every command that is given the URI of a store, with all that it requires. */
  private List<List<String>> commands(String uri) throws Exception {
    List<List<String>> found = new ArrayList<>();
    collect(Wastm.commandLine().getCommandSpec(), List.of(), uri, found);
    return found;
  }

  private void collect(CommandSpec spec, List<String> names, String uri, List<List<String>> found)
      throws Exception {
    List<String> arguments = new ArrayList<>(names);
    boolean takesUri = false;
    for (ArgSpec each : spec.args()) {
      boolean isUri = List.of("URI", "FROM", "TO").contains(each.paramLabel());
      takesUri |= isUri;
      if (each.required() || isUri) {
        if (each instanceof OptionSpec option) {
          arguments.add(option.longestName());
        }
        arguments.add(isUri ? uri : value(each));
      }
    }
    if (takesUri) {
      found.add(arguments);
    }
    for (CommandLine sub : spec.subcommands().values()) {
      List<String> path = new ArrayList<>(names);
      path.add(sub.getCommandName());
      collect(sub.getCommandSpec(), path, uri, found);
    }
  }

  /** Something that the command takes, and goes on to open the store. */
  private String value(ArgSpec argument) throws Exception {
    return switch (argument.paramLabel()) {
      case "FILE" ->
        argument instanceof OptionSpec option && option.longestName().equals("--out")
            ? folder.resolve("out").toString()
            : file.toString();
      case "NAME@VERSION", "REF", "MODULE" -> "counter@1.0.0";
      case "HASH" -> "0".repeat(64);
      default -> "1";
    };
  }

  private static void assertSilent(Cli.Ran ran, String what) {
    assertFalse((ran.out() + ran.err()).contains(SECRET), what + " printed: " + ran);
    assertFalse(ran.err().contains("\tat "), what + " printed a trace: " + ran.err());
  }

  @Test
  void noCommandPrintsTheCredentialsInAStoresUri() throws Exception {
    int commands = 0;
    for (String uri : uris()) {
      for (List<String> command : commands(uri)) {
        Cli.Ran ran = Cli.run(command.toArray(String[]::new));
        assertSilent(ran, command.toString());
        assertTrue(ran.exitCode() == 1 || ran.exitCode() == 2, command + " ended so: " + ran);
        commands++;
      }
    }
    assertTrue(commands > 20 * uris().size(), commands + " commands were run");
  }

  /** Nor where they stand where no URI belongs. */
  @Test
  void noMistakeInACommandPrintsThem() throws Exception {
    for (String uri : uris()) {
      assertSilent(Cli.run("exec", "--blob-stor=" + uri), uri);
      assertSilent(Cli.run("exec", "--blob-stor", uri), uri);
      assertSilent(Cli.run("worker", "--api-key", uri), uri);
    }
    assertSilent(Cli.run("worker", "--api-key", SECRET), "an unknown option");
    assertEquals(
        "wastm: Unknown option: '--api-key' (wastm worker --help shows the usage.)",
        Cli.run("worker", "--api-key", SECRET).err().strip());
  }

  /** Port 9 of this machine answers nobody. */
  @Test
  void noFailureOfAServerPrintsWhatTheEnvironmentHolds() throws Exception {
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", SECRET);
    System.setProperty("AZURE_STORAGE_ACCOUNT", "account");
    System.setProperty("AZURE_STORAGE_SAS_TOKEN", "sv=2024-01-01&sig=" + SECRET + "%3D");
    for (String uri : List.of(
        "s3://bucket?endpoint=http://127.0.0.1:9&tries=1",
        "azblob://container?endpoint=http://127.0.0.1:9/account&tries=1")) {
      Cli.Ran ran = Cli.run("blob", "ls", "--blob-store", uri);
      assertSilent(ran, uri);
      assertEquals(1, ran.exitCode());
    }
    System.clearProperty("AZURE_STORAGE_SAS_TOKEN");
    System.setProperty("AZURE_STORAGE_KEY", SECRET + "!");
    assertSilent(
        Cli.run(
            "blob", "ls", "--blob-store", "azblob://c?endpoint=http://127.0.0.1:9/account&tries=1"),
        "a key that is none");
  }

  private record Ended(int code, String text) {}

  /** A worker in a process of its own, since Temporal is configured by its environment. */
  private Ended worker(String... environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        "-Dlogback.configurationFile="
            + Path.of("src/main/resources/logback.xml").toUri(),
        Wastm.class.getName(),
        "worker",
        "--blob-store",
        folder.resolve("store").toUri().toString());
    for (int i = 0; i < environment.length; i += 2) {
      builder.environment().put(environment[i], environment[i + 1]);
    }
    Path out = folder.resolve("printed");
    Process process =
        builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the worker did not end: " + Files.readString(out));
    }
    return new Ended(process.exitValue(), Files.readString(out));
  }

  @Test
  void noFailureOfTemporalsConfigurationPrintsItsSecrets() throws Exception {
    Path odd = Files.writeString(
        folder.resolve("odd.toml"), "[profile.default]\napi_key = \"" + SECRET + "\" oops\n");
    Path unquoted = Files.writeString(
        folder.resolve("unquoted.toml"), "[profile.default]\napi_key = " + SECRET);
    Path unknown = Files.writeString(
        folder.resolve("unknown.toml"),
        "[profile.default]\naddress = \"127.0.0.1:9\"\napi_key = \"" + SECRET + "\"\nfoo = \""
            + SECRET + "\"\n");
    for (String[] environment : new String[][] {
      {"TEMPORAL_ADDRESS", "http://user:" + SECRET + "@127.0.0.1:9"},
      {"TEMPORAL_ADDRESS", "127.0.0.1:9", "TEMPORAL_API_KEY", SECRET},
      {"TEMPORAL_ADDRESS", "127.0.0.1:9", "TEMPORAL_API_KEY", SECRET + "\nx"},
      {"TEMPORAL_ADDRESS", "127.0.0.1:9", "TEMPORAL_TLS_CLIENT_KEY_DATA", SECRET},
      {
        "TEMPORAL_ADDRESS",
        "127.0.0.1:9",
        "TEMPORAL_TLS_CLIENT_CERT_DATA",
        "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----",
        "TEMPORAL_TLS_CLIENT_KEY_DATA",
        "-----BEGIN PRIVATE KEY-----\n" + SECRET + "\n-----END PRIVATE KEY-----"
      },
      {"TEMPORAL_CONFIG_FILE", odd.toString()},
      {"TEMPORAL_CONFIG_FILE", unquoted.toString()},
      {"TEMPORAL_CONFIG_FILE", unknown.toString()},
    }) {
      Ended ended = worker(environment);
      assertFalse(ended.text().contains(SECRET), ended.text());
      assertTrue(ended.code() == 1 || ended.code() == 2, ended.text());
      assertFalse(ended.text().contains("\tat "), ended.text());
    }
  }

  @Test
  void whatIsNoCredentialIsShown() {
    for (String text : List.of(
        "file:///home/ann@corp.example/.wastm cannot be read",
        "There is no module counter@1.0.0.",
        "No Temporal server answers at 127.0.0.1:7233",
        "The sender ed25519:00 signed; the signature holds")) {
      assertEquals(text, Redaction.of(text));
    }
    assertEquals("s3://…@bucket and x?sig=…&y", Redaction.of("s3://u:p@bucket and x?sig=abc&y"));
  }
}
