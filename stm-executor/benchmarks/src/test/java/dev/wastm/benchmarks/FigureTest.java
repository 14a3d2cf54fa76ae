package dev.wastm.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void figuresForPeopleHaveThreeDigitsThatCount() {
    assertEquals(
        "load         receipt                                                                  0.01 ms",
        new Figure("load", "receipt", 0.0123, "ms").sentence());
    assertTrue(new Figure("a", "b", 12_345.6, "ns").sentence().contains(" 12,346 ns"));
    assertTrue(new Figure("a", "b", 12.34, "ns").sentence().contains(" 12.3 ns"));
  }
}
