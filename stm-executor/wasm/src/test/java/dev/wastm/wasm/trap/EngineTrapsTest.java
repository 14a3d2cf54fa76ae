package dev.wastm.wasm.trap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.InvalidException;
import com.dylibso.chicory.wasm.UninstantiableException;
import dev.wastm.wasm.runtime.TrapsTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which of the engine's exceptions are a guest's doing. {@link TrapsTest} makes both engines throw each of those that are; nothing that
 * merely has their words in it may become a receipt.
 */
class EngineTrapsTest {
  static Stream<Arguments> guests() {
    return Stream.of(
        arguments(TrapReason.UNREACHABLE, new TrapException("Trapped on unreachable instruction")),
        arguments(TrapReason.DIVIDE_BY_ZERO, new WasmRuntimeException("integer divide by zero")),
        arguments(TrapReason.INTEGER_OVERFLOW, new WasmRuntimeException("integer overflow")),
        arguments(
            TrapReason.INVALID_CONVERSION,
            new WasmRuntimeException("invalid conversion to integer")),
        arguments(
            TrapReason.MEMORY_OUT_OF_BOUNDS,
            new WasmRuntimeException("out of bounds memory access")),
        arguments(TrapReason.INDIRECT_CALL, new ChicoryException("undefined element")),
        arguments(TrapReason.INDIRECT_CALL, new ChicoryException("uninitialized element 17")),
        arguments(TrapReason.INDIRECT_CALL, new ChicoryException("indirect call type mismatch")));
  }

  @ParameterizedTest
  @MethodSource("guests")
  void theEnginesOwnWordsAreReasons(TrapReason reason, ChicoryException e) {
    assertEquals(reason, EngineTraps.reason(e));
  }

  static Stream<ChicoryException> faults() {
    String npe = "Cannot read the array length because \"this.refs\" is null";
    return Stream.of(
        new ChicoryException(npe, new NullPointerException(npe)),
        new ChicoryException(npe),
        new WasmRuntimeException(npe),
        new TrapException("null function reference"),
        new TrapException("Trapped on call_ref on null function reference"),
        new InvalidException("unknown function 7"),
        new InvalidException("unaligned atomic"),
        new UninstantiableException("out of bounds table access"),
        new ChicoryException("unreachable"),
        new ChicoryException("Trapped on unreachable instruction"),
        new TrapException("Trapped on unreachable instruction "),
        new ChicoryException("integer overflow"),
        new WasmRuntimeException("Integer overflow"),
        new WasmRuntimeException("out of bounds memory access: attempted to access address: 1"),
        new ChicoryException("uninitialized element "),
        new ChicoryException("uninitialized element null"),
        new ChicoryException("call stack exhausted"),
        new ChicoryException((String) null),
        new ChicoryException(""));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void allOthersAreFaults(ChicoryException e) {
    IllegalStateException fault =
        assertThrows(IllegalStateException.class, () -> EngineTraps.reason(e));
    assertEquals("The engine failed in an unknown way: " + e, fault.getMessage());
    assertSame(e, fault.getCause());
  }

  @Test
  void anEndThatComesFromOutsideIsAFaultWhateverItsWords() {
    for (ChicoryException e : new ChicoryException[] {
      new ChicoryInterruptedException("undefined element"),
      new ChicoryException("undefined element", new StackOverflowError())
    }) {
      IllegalStateException fault =
          assertThrows(IllegalStateException.class, () -> EngineTraps.reason(e));
      assertEquals("The guest could not be run to its end: undefined element", fault.getMessage());
    }
  }
}
