package dev.wastm.workflows;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Workflow code is replayed, so it uses no threads, clocks, randomness, I/O or mutable statics, except through Temporal. */
@AnalyzeClasses(
    packages = "dev.wastm.workflows",
    importOptions = ImportOption.DoNotIncludeTests.class)
class WorkflowDeterminismTest {
  /** What runs where a workflow is started, and never in one. */
  private static final String CLIENT = ".*\\.(LedgerClient|WorkerPresence)";

  @ArchTest
  static final ArchRule noThreadsFilesOrSockets = noClasses()
      .that()
      .haveNameNotMatching(CLIENT)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("java.util.concurrent..", "java.io..", "java.nio.file..", "java.net..")
      .orShould()
      .dependOnClassesThat()
      .areAssignableTo(Thread.class);

  @ArchTest
  static final ArchRule noClocks = noClasses()
      .that()
      .haveNameNotMatching(CLIENT)
      .should()
      .callMethod(System.class, "currentTimeMillis")
      .orShould()
      .callMethod(System.class, "nanoTime")
      .orShould()
      .callMethod(java.time.Instant.class, "now")
      .orShould()
      .dependOnClassesThat()
      .areAssignableTo(java.time.Clock.class);

  @ArchTest
  static final ArchRule noRandomness = noClasses()
      .that()
      .haveNameNotMatching(CLIENT)
      .should()
      .callMethod(java.util.UUID.class, "randomUUID")
      .orShould()
      .callMethod(Math.class, "random")
      .orShould()
      .dependOnClassesThat()
      .areAssignableTo(java.util.Random.class);

  @ArchTest
  static final ArchRule noMutableStatics = fields().that().areStatic().should().beFinal();
}
