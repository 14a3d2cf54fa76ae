package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Puts faults that others had, and that this engine could have, back into its source, and shows that {@link EngineCheck} notices: by a wrong
 * outcome, or by not coming to an end.
 */
@Timeout(120)
@Tag("mutations")
class MutationsIT {
  private static final Path SOURCES = Path.of("src/main/java/dev/wastm/stm");

  /** Long enough for the rarest of these faults to show on two processors, several times over. */
  private static final int CHECK_S = 8;

  private static final int STARTING_S = 7;
  private static final String SEED = "1";

  @TempDir
  private Path folder;

  /** A fault: what to replace in which file. */
  record Mutation(String name, String file, String original, String replacement) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Mutation> mutations() {
    return Stream.of(
        new Mutation(
            "commits without validating",
            "TaskRunner.java",
            "      VersionChain<K, V> at = segment.memory().findFinalConflict(transaction);\n      if (at != null) {\n        return",
            "      VersionChain<K, V> at = null;\n      if (at != null) {\n        return"),
        new Mutation(
            "does not look for an aborted transaction again",
            "Scheduler.java",
            "    makeReady(transaction, incarnation);\n    lower(executionIndex, lowest);",
            "    makeReady(transaction, incarnation);"),
        new Mutation(
            "lowers the index before the transaction is ready",
            "Scheduler.java",
            "    makeReady(transaction, incarnation);\n    lower(executionIndex, lowest);",
            "    lower(executionIndex, lowest);\n    Thread.yield();\n    makeReady(transaction, incarnation);"),
        new Mutation(
            "does not wake those who wait for an execution",
            "Scheduler.java",
            "    states.set(transaction, state(Task.incarnation(execution), EXECUTED));\n    executions.changed();",
            "    states.set(transaction, state(Task.incarnation(execution), EXECUTED));"),
        new Mutation(
            "looks at the condition before it counts itself as a sleeper",
            "Gate.java",
            "    sleepers++;\n    try {\n      while (!condition.getAsBoolean()) {\n        try {\n          wait();",
            "    try {\n      while (!condition.getAsBoolean()) {\n        Thread.yield();\n        sleepers++;\n        try {\n          wait();"),
        new Mutation(
            "lets the commit go without looking again",
            "ParallelSegment.java",
            "    while (next == Task.NONE && scheduler.canCommit() && committing.compareAndSet(false, true)) {\n      try {\n        next = runner.commitAll();",
            "    if (next == Task.NONE && scheduler.canCommit() && committing.compareAndSet(false, true)) {\n      try {\n        next = runner.commitAll();\n        Thread.yield();"),
        new Mutation(
            "says that it is executed before its writes are there",
            "TaskRunner.java",
            "    boolean hasReaders = segment.memory().record(transaction, view.log(), view.scans(), kept);\n    segment.scheduler().finishExecution(task, hasReaders);",
            "    segment.scheduler().finishExecution(task, true);\n    segment.memory().record(transaction, view.log(), view.scans(), kept);"),
        new Mutation(
            "leaves what an earlier incarnation wrote",
            "MultiVersionMemory.java",
            "        chain.set(transaction, Mark.REMOVED);",
            "        chain.key();"),
        new Mutation(
            "does not see phantoms",
            "MultiVersionMemory.java",
            "        : findPhantom(transaction, incarnation, settled(transaction), Integer.MAX_VALUE);",
            "        : null;"),
        new Mutation(
            "forgets which keys are committed",
            "WrittenKeys.java",
            "      known.put(chain.key(), chain);\n    }\n  }\n}",
            "      chain.key();\n    }\n  }\n}"),
        new Mutation(
            "takes what the overlay has for a phantom",
            "MultiVersionMemory.java",
            "!chain.isStored() && !scan.hasVisited(chain.key())",
            "!scan.hasVisited(chain.key())"),
        new Mutation(
            "takes a key that is not deleted any more for one that is",
            "MultiVersionMemory.java",
            "case SCANNED -> value != null && seen != Mark.DELETED && isSame(value, seen);",
            "case SCANNED -> isSame(value, Mark.valueOf(seen));"),
        new Mutation(
            "leaves a trace of a key that was retracted",
            "SpeculativeView.java",
            "    if (content == null && !isWritten) {\n      pass();\n      return null;\n    }",
            "    if (content == null && !isWritten) {\n      log().add(key);\n      return null;\n    }"),
        new Mutation(
            "takes what a scan has seen for a phantom",
            "MultiVersionMemory.java",
            "!scan.hasVisited(chain.key())",
            "java.util.stream.IntStream.range(0, incarnation.reads()).noneMatch(i -> incarnation.read(i) == chain)"),
        new Mutation(
            "compares hashes and not keys",
            "AccessLog.java",
            "      if (hashes[slot] == hash && keys[slot].equals(key)) {\n        return slot;\n      }\n    }\n    return NONE;",
            "      if ((hashes[slot] & 7) == (hash & 7)) {\n        return slot;\n      }\n    }\n    return NONE;"),
        new Mutation(
            "keeps the writes of a transaction that throws",
            "TaskRunner.java",
            "      view.requireIntact(e);\n      view.rollbackTo(0);",
            "      view.requireIntact(e);\n      view.savepoint();"),
        new Mutation(
            "takes any value for the existence of another",
            "MultiVersionMemory.java",
            "case EXISTENCE -> (value == null) == (Mark.valueOf(seen) == null);",
            "case EXISTENCE -> true;"),
        new Mutation(
            "forgets the bounds that an answer depended on",
            "MultiVersionMemory.java",
            "bounds.contains(overlay.counters().get((V) value))",
            "bounds.lowest() != 1"),
        new Mutation(
            "reads again what it has read before",
            "SpeculativeView.java",
            "    if (before != ReadKind.NONE) {",
            "    if (before == null) {"),
        new Mutation(
            "resolves an addition twice",
            "VersionChain.java",
            "      version.content = value;",
            "      version.content = new Delta(overlay.counters().get((V) value));"),
        new Mutation(
            "puts off and never takes up again",
            "Scheduler.java",
            "    } else if (incarnation(states.get(next)) >= INCARNATIONS_MAX) {",
            "    } else if (next < 0) {"));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void theCheckNoticesTheFault(Mutation mutation) throws Exception {
    assertNotEquals(0, checkWith(List.of(mutation, FEW_INCARNATIONS)), mutation.name());
  }

  /** Makes the segments as short as can be. */
  private static final Mutation LITTLE_MEMORY = new Mutation(
      "ends a segment when it keeps two keys",
      "MultiVersionMemory.java",
      "chains.mappingCount() > CHAINS_MAX",
      "chains.mappingCount() > 2");

  private static final Mutation FREQUENT_LOOKS = new Mutation(
      "looks at the memory after each transaction",
      "TaskRunner.java",
      "PUBLISHED_PER_LOOK = 64;",
      "PUBLISHED_PER_LOOK = 1;");

  private static final Mutation SHORT_CHAINS = new Mutation(
      "makes an index for two versions", "VersionChain.java", "STEPS_MAX = 32;", "STEPS_MAX = 0;");

  private static final Mutation FEW_DELTAS = new Mutation(
      "puts off who would add up two additions",
      "VersionChain.java",
      "DELTAS_MAX = 256;",
      "DELTAS_MAX = 1;");

  private static final Mutation SHORT_SCANS = new Mutation(
      "puts off who passes a key", "SpeculativeView.java", "PASSED_MAX = 64;", "PASSED_MAX = -99;");

  static Stream<Mutation> mutationsAtTheLimits() {
    return Stream.of(
        new Mutation(
            "keeps what was executed beyond the end of a segment",
            "ParallelSegment.java",
            "memory.forEachFinal(scheduler.committed(), block",
            "memory.forEachFinal(Integer.MAX_VALUE, block"),
        new Mutation(
            "never ends a segment that is closed",
            "Scheduler.java",
            "    if (isComplete()) {\n      abandon();\n    } else",
            "    if (next == size) {\n      abandon();\n    } else"),
        new Mutation(
            "does not keep the index",
            "VersionIndex.java",
            "      versions.put(writer, new Version(writer, content, null));",
            "      versions.size();"),
        new Mutation(
            "puts off and forgets",
            "Scheduler.java",
            "    if (blocking == SpeculationAborted.PUT_OFF) {",
            "    if (blocking == SpeculationAborted.PUT_OFF) {\n      lowest = size;"));
  }

  private static final List<Mutation> LIMITS =
      List.of(LITTLE_MEMORY, FREQUENT_LOOKS, SHORT_CHAINS, FEW_DELTAS, SHORT_SCANS);

  @ParameterizedTest
  @MethodSource("mutationsAtTheLimits")
  void theCheckNoticesTheFaultWhereAllLimitsAreLow(Mutation mutation) throws Exception {
    List<Mutation> all = new ArrayList<>(LIMITS);
    all.add(mutation);
    assertNotEquals(0, checkWith(all), mutation.name());
  }

  @Test
  void theEngineAsItIsPassesWhereAllLimitsAreLow() throws Exception {
    assertEquals(0, checkWith(LIMITS));
  }

  /** Brings out what happens at the limit, which is rare otherwise. */
  private static final Mutation FEW_INCARNATIONS = new Mutation(
      "puts off after one abort",
      "Scheduler.java",
      "INCARNATIONS_MAX = 12;",
      "INCARNATIONS_MAX = 1;");

  @Test
  void theEngineAsItIsPassesAtTheLimitTooUnderTheSameCheck() throws Exception {
    assertEquals(0, checkWith(List.of(FEW_INCARNATIONS)));
  }

  /** The check's exit code; -1 where it did not come to an end. */
  private int checkWith(List<Mutation> mutations) throws Exception {
    Path sources = folder.resolve("sources");
    Path classes = Files.createDirectories(folder.resolve("classes"));
    copySources(sources);
    for (Mutation mutation : mutations) {
      apply(mutation, sources);
    }
    compile(sources, classes);
    String testClasses = Path.of("target/test-classes").toString();
    Process check = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            String.join(
                File.pathSeparator,
                classes.toString(),
                testClasses,
                System.getProperty("java.class.path")),
            EngineCheck.class.getName(),
            String.valueOf(CHECK_S),
            SEED)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("check.log").toFile())
        .start();
    try {
      return check.waitFor(CHECK_S + STARTING_S, TimeUnit.SECONDS) ? check.exitValue() : -1;
    } finally {
      check.destroyForcibly();
    }
  }

  private static void copySources(Path to) throws Exception {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        Path copy = to.resolve(SOURCES.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static void apply(Mutation mutation, Path sources) throws Exception {
    Path file = sources.resolve(mutation.file());
    String source = Files.readString(file);
    assertTrue(
        source.contains(mutation.original()),
        mutation.file() + " has changed: write the mutation \"" + mutation.name() + "\" anew");
    Files.writeString(file, source.replace(mutation.original(), mutation.replacement()));
  }

  private static void compile(Path sources, Path classes) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> arguments = new ArrayList<>(List.of(
        "-proc:none",
        "-nowarn",
        "-cp",
        System.getProperty("java.class.path"),
        "-d",
        classes.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(each -> each.endsWith(".java")).forEach(arguments::add);
    }
    java.io.ByteArrayOutputStream errors = new java.io.ByteArrayOutputStream();
    int status = compiler.run(null, null, errors, arguments.toArray(String[]::new));
    assertEquals(0, status, errors.toString(StandardCharsets.UTF_8));
  }
}
