package dev.wastm.cli;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;

/** Which part of the command line may know which. */
@AnalyzeClasses(packages = "dev.wastm.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class NounsTest {
  private static final String IO = "dev.wastm.cli.io..";
  private static final String OPTION = "dev.wastm.cli.option..";
  private static final String TEMPORAL = "dev.wastm.cli.temporal..";
  private static final String[] SHARED = {IO, OPTION, TEMPORAL};

  @ArchTest
  static final ArchRule aNounKnowsNoOtherNoun = slices()
      .matching("dev.wastm.cli.(*)..")
      .should()
      .notDependOnEachOther()
      .ignoreDependency(alwaysTrue(), resideInAnyPackage(SHARED));

  @ArchTest
  static final ArchRule ioKnowsNoOptionsAndNoCluster = noClasses()
      .that()
      .resideInAPackage(IO)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(OPTION, TEMPORAL);

  @ArchTest
  static final ArchRule optionsAndTheClusterDoNotKnowEachOther =
      slices().matching("dev.wastm.cli.(option|temporal)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule nobodyKnowsTheRoot = noClasses()
      .that()
      .resideInAPackage("dev.wastm.cli.*..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("dev.wastm.cli");

  @ArchTest
  static final ArchRule onlyIoPrintsToTheProcessOutput = noClasses()
      .that()
      .resideOutsideOfPackage(IO)
      .should()
      .accessField(System.class, "out")
      .orShould()
      .accessField(System.class, "err")
      .orShould()
      .dependOnClassesThat()
      .areAssignableTo(PrintStream.class);

  @ArchTest
  static final ArchRule onlyBenchMeasures = noClasses()
      .that()
      .resideOutsideOfPackage("dev.wastm.cli.bench..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("dev.wastm.benchmarks..");
}
