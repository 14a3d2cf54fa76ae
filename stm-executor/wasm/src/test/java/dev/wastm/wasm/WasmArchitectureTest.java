package dev.wastm.wasm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls inside of the guest runtime: each package uses those below it only. */
@AnalyzeClasses(
    packages = WasmArchitectureTest.ROOT,
    importOptions = ImportOption.DoNotIncludeTests.class)
class WasmArchitectureTest {
  static final String ROOT = "dev.wastm.wasm";

  /** From the lowest to the highest; above all of them is the root. */
  private static final List<String> LAYERS =
      List.of("crypto", "format", "trap", "abi", "validation", "metering", "runtime", "compiler");

  @ArchTest
  static final ArchRule eachLayerUsesThoseBelowItOnly = layers(LAYERS);

  private static LayeredArchitecture layers(List<String> lowToHigh) {
    LayeredArchitecture layers =
        layeredArchitecture().consideringOnlyDependenciesInLayers().layer(ROOT).definedBy(ROOT);
    for (String each : lowToHigh) {
      layers = layers.layer(each).definedBy(ROOT + "." + each + "..");
    }
    layers = layers.whereLayer(ROOT).mayNotBeAccessedByAnyLayer();
    for (int i = 0; i < lowToHigh.size(); i++) {
      String[] below = lowToHigh.subList(0, i).toArray(String[]::new);
      layers = below.length == 0
          ? layers.whereLayer(lowToHigh.get(i)).mayNotAccessAnyLayer()
          : layers.whereLayer(lowToHigh.get(i)).mayOnlyAccessLayers(below);
    }
    return layers;
  }

  @ArchTest
  static final ArchRule everyPackageIsALayer = classes().should().resideInAnyPackage(packages());

  private static String[] packages() {
    return Stream.concat(Stream.of(ROOT), LAYERS.stream().map(each -> ROOT + "." + each))
        .toArray(String[]::new);
  }

  @ArchTest
  static final ArchRule cryptographyIsThePlatforms = noClasses()
      .that()
      .resideInAPackage(ROOT + ".crypto")
      .should()
      .dependOnClassesThat()
      .resideOutsideOfPackages(ROOT + ".crypto", "java..", "org.jspecify..");

  /** Of Chicory, the contract takes what a parsed module is, and nothing that runs one. */
  @ArchTest
  static final ArchRule theContractKnowsNoEngine = noClasses()
      .that()
      .resideInAPackage(ROOT + ".abi")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("com.dylibso.chicory.runtime..", "com.dylibso.chicory.compiler..");

  @ArchTest
  static final ArchRule onlyTheCompilerIsOfTheEnginesCompiler = noClasses()
      .that()
      .resideInAnyPackage(lowerThan("compiler"))
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("com.dylibso.chicory.compiler..", "org.objectweb.asm..");

  private static String[] lowerThan(String layer) {
    return LAYERS.subList(0, LAYERS.indexOf(layer)).stream()
        .map(each -> ROOT + "." + each)
        .toArray(String[]::new);
  }

  /** A rule that holds whatever the order is would guard nothing. */
  @Test
  void theLayersInReverseDoNotHold() {
    JavaClasses classes = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(ROOT);
    List<String> reversed = new ArrayList<>(LAYERS);
    Collections.reverse(reversed);
    assertThrows(AssertionError.class, () -> layers(reversed).check(classes));
  }
}
