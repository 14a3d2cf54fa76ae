package dev.wastm.wasm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.format.WasmFile;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A compiled module holds what it calls, and nothing else. */
class TreeShakingTest {
  private static CompiledModule compiled(String code) throws Exception {
    return CompiledModule.of(TestModule.guest(code).instrumented());
  }

  private static Set<String> methods(CompiledModule module) {
    Set<String> names = new HashSet<>();
    for (byte[] bytes : module.classes().values()) {
      new ClassReader(bytes)
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public @Nullable MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    String signature,
                    String[] exceptions) {
                  names.add(name);
                  return null;
                }
              },
              ClassReader.SKIP_CODE);
    }
    return names;
  }

  @Test
  void whatIsNeverCalledIsLeftOut() throws Exception {
    Set<String> without = methods(compiled("i32.const 0"));
    assertFalse(without.contains("memoryFill"), without.toString());
    assertFalse(without.contains("memoryAtomicNotify"), without.toString());
    assertFalse(without.contains("readGlobal"), without.toString());
    assertTrue(without.contains("call"), without.toString());

    Set<String> with =
        methods(compiled("i32.const 0 i32.const 7 i32.const 4 memory.fill 0 i32.const 0"));
    assertTrue(with.contains("memoryFill"), with.toString());
  }

  @Test
  void whatIsCalledStillWorks() throws Exception {
    CompiledModule module =
        compiled("i32.const 0 i32.const 7 i32.const 4 memory.fill 0 i32.const 0");
    GuestResult result = CompiledModule.decode(module.encode())
        .link(Epoch.RULES)
        .instantiate()
        .execute(new byte[0], Epoch.budget(BothEngines.FUEL), new TestHost());
    assertEquals(0x07070707, BothEngines.output(result));
  }

  /** What only people need is not parsed when a module is loaded. */
  @Test
  void namesAreLeftOut() throws Exception {
    byte[] wasm = Files.readAllBytes(
        Path.of("../../assemblyscript-examples/examples/transfer/transfer.wasm"));
    CompiledModule module = CompiledModule.of(TestModule.instrumented(wasm));
    assertTrue(WasmFile.parseValid(module.skeleton()).customSections().isEmpty());
  }
}
