package dev.wastm.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which part may know which. */
@AnalyzeClasses(packages = "dev.wastm", importOptions = ImportOption.DoNotIncludeTests.class)
@ArchTag("integration")
class BenchmarksArchitectureTest {
  @ArchTest
  static final ArchRule measurementsKnowNothingOfEachOther =
      slices().matching("dev.wastm.benchmarks.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule whatIsMeasuredKnowsNothingOfIt = noClasses()
      .that()
      .resideOutsideOfPackage("dev.wastm.benchmarks..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("dev.wastm.benchmarks..");

  @ArchTest
  static final ArchRule theCommandLineIsElsewhere = noClasses()
      .that()
      .resideInAPackage("dev.wastm.benchmarks..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("picocli..", "dev.wastm.cli..");
}
