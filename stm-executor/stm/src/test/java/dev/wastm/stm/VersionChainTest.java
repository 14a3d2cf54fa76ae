package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** The chain as a concurrent map from writer to version, read below a reader. */
public class VersionChainTest {
  private final VersionChain<Integer> chain = new VersionChain<>();

  @Operation
  public void write1(@Param(gen = IntGen.class) int value) {
    chain.set(1, new Version.Written<>(value));
  }

  @Operation
  public void write2(@Param(gen = IntGen.class) int value) {
    chain.set(2, new Version.Written<>(value));
  }

  @Operation
  public void remove2() {
    chain.set(2, new Version.Removed<>());
  }

  @Operation
  public String readBelow2() {
    return String.valueOf(chain.readBelow(2));
  }

  @Operation
  public String readBelow9() {
    return String.valueOf(chain.readBelow(9));
  }

  @Test
  void isLinearizableUnderModelChecking() {
    new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(500)
        .threads(2)
        .actorsPerThread(3)
        .check(VersionChainTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    new StressOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(3)
        .check(VersionChainTest.class);
  }

  @Test
  void readsTheHighestVersionBelowTheReaderAndLooksThroughRemovedOnes() {
    VersionChain<String> versions = new VersionChain<>();
    versions.set(3, new Version.Written<>("three"));
    versions.set(7, new Version.Written<>("seven"));
    versions.set(5, new Version.Written<>("five"));
    assertEquals(new Version.Written<>("five"), versions.readBelow(7));
    versions.set(5, new Version.Removed<>());
    assertEquals(new Version.Written<>("three"), versions.readBelow(7));
    versions.set(3, new Version.Estimate<>(3));
    assertEquals(
        3, assertInstanceOf(Version.Estimate.class, versions.readBelow(7)).writer());
    assertEquals(null, versions.readBelow(3));
  }
}
