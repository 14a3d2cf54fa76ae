package dev.wastm.ledger;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;

/** Which part may know which. */
@AnalyzeClasses(packages = "dev.wastm", importOptions = ImportOption.DoNotIncludeTests.class)
class LedgerArchitectureTest {
  @ArchTest
  static final ArchRule packagesOfTheLedgerFormNoCycle =
      slices().matching("dev.wastm.ledger.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule stmAndWasmAreBlindToEachOther = noClasses()
      .that()
      .resideInAPackage("dev.wastm.stm..")
      .should()
      .dependOnClassesThat()
      .resideOutsideOfPackages(
          "dev.wastm.stm..", "java..", "org.jspecify..", "com.google.errorprone..");

  @ArchTest
  static final ArchRule wasmKnowsNothingOfTheRest = noClasses()
      .that()
      .resideInAPackage("dev.wastm.wasm..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "dev.wastm.stm..", "dev.wastm.ledger..", "dev.wastm.blobstore..", "java.nio.file..");

  @ArchTest
  static final ArchRule onlyWasmUsesChicory = noClasses()
      .that()
      .resideOutsideOfPackages("dev.wastm.wasm..")
      .and()
      .resideInAPackage("dev.wastm..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("com.dylibso..");

  @ArchTest
  static final ArchRule onlyExecutionBringsStmAndWasmTogether = noClasses()
      .that()
      .resideInAPackage("dev.wastm.ledger..")
      .and()
      .resideOutsideOfPackages(
          "dev.wastm.ledger.execution..",
          "dev.wastm.ledger.module..",
          // The rules for guests, and why and where they failed: values without a way to run
          // anything.
          "dev.wastm.ledger.protocol..",
          "dev.wastm.ledger.batch..",
          "dev.wastm.ledger.report..")
      .should()
      .dependOnClassesThat(resideInAPackage("dev.wastm.wasm..")
          // Digests and signatures are computed in one place for guests and ledgers.
          .and(not(resideInAPackage("dev.wastm.wasm.crypto"))));

  /** Whatever lies in a store may have been put there by somebody else, and be of any size: who reads says how much at most. */
  @ArchTest
  static final ArchRule everyReadFromAStoreNamesItsLimit = noClasses()
      .that()
      .resideInAPackage("dev.wastm.ledger..")
      .should()
      .callMethod(BlobStore.class, "get", BlobKey.class)
      .orShould()
      .callMethod(BlobStore.class, "find", BlobKey.class)
      .orShould()
      .callMethod(BlobStore.class, "open", BlobKey.class);

  /**
   * Loading a module is timed, and its compiled code dated and sealed with a random key; hash codes are keyed, and only tables whose order
   * nobody sees use them; a ledger's genesis has a date and an id, and a store has one: no guest sees any of it.
   */
  private static final String BESIDE_OUTCOMES =
      "dev\\.wastm\\.ledger\\.(module\\.(ModuleLoading|CompiledCodeDirectory)|hash\\.SipHash|journal\\.(NewGenesis|StoreIdentity))(\\$.*)?";

  @ArchTest
  static final ArchRule outcomesKnowNoClockAndNoLuck = noClasses()
      .that()
      .resideInAnyPackage("dev.wastm.ledger..", "dev.wastm.wasm..")
      .and()
      .haveNameNotMatching(BESIDE_OUTCOMES)
      .should()
      .callMethod(System.class, "currentTimeMillis")
      .orShould()
      .callMethod(System.class, "nanoTime")
      .orShould()
      .callMethod(Math.class, "random")
      .orShould()
      .dependOnClassesThat()
      .resideInAPackage("java.time..")
      .orShould()
      .dependOnClassesThat()
      .areAssignableTo(java.util.Random.class);
}
