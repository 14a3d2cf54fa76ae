package dev.wastm.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.abi.HostState;
import dev.wastm.wasm.crypto.Ed25519;
import dev.wastm.wasm.crypto.Sha256;
import dev.wastm.wasm.format.SourceMap;
import dev.wastm.wasm.trap.Trap;
import dev.wastm.wasm.trap.TrapPlace;
import dev.wastm.wasm.trap.TrapReason;
import dev.wastm.wasm.validation.InvalidModuleException;
import dev.wastm.wasm.validation.Violation;
import java.util.Set;

/** What all other parts may know of the guest runtime; here, because here all parts come together. */
@AnalyzeClasses(packages = "dev.wastm", importOptions = ImportOption.DoNotIncludeTests.class)
@ArchTag("integration")
class GuestRuntimeFenceTest {
  private static final Set<String> OPEN_PACKAGES =
      Set.of(ExecutableModule.class.getPackageName(), HostState.class.getPackageName());

  /** Words that results and reports are told in, and what ledgers and guests have to find alike. */
  private static final Set<Class<?>> OPEN_TYPES = Set.of(
      Trap.class,
      TrapReason.class,
      TrapPlace.class,
      Violation.class,
      InvalidModuleException.class,
      SourceMap.class,
      Ed25519.class,
      Sha256.class);

  private static final DescribedPredicate<JavaClass> FENCED = resideInAPackage("dev.wastm.wasm..")
      .and(describe(
          "are inside of the guest runtime",
          each -> !OPEN_PACKAGES.contains(each.getPackageName())
              && OPEN_TYPES.stream().noneMatch(open -> isWithin(each, open))));

  private static boolean isWithin(JavaClass each, Class<?> open) {
    return each.getName().equals(open.getName()) || each.getName().startsWith(open.getName() + "$");
  }

  @ArchTest
  static final ArchRule guestsAreRunByEntryPointsOnly = noClasses()
      .that()
      .resideOutsideOfPackage("dev.wastm.wasm..")
      .should()
      .dependOnClassesThat(FENCED);

  @ArchTest
  static final ArchRule nobodyElseUsesTheEngine = noClasses()
      .that()
      .resideOutsideOfPackage("dev.wastm.wasm..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("com.dylibso..");
}
