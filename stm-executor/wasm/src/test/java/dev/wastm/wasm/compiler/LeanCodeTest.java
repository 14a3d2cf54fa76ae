package dev.wastm.wasm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.TestModule;
import dev.wastm.wasm.trap.CompiledFrames;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class LeanCodeTest {
  /** Reads and writes them on both sides of a call, and in a loop. */
  private static final TestModule USING_GLOBALS = TestModule.guest(
          "i32.const 0 global.get 0 i64.extend_i32_s call $change global.get 0 i64.extend_i32_s"
              + " i64.add global.get 1 i64.add i64.store 0 0 i32.const 0")
      .function(
          "change",
          "",
          "",
          "",
          "loop void i32.const 700 global.set 0 global.get 1 i64.const 9 i64.sub global.set 1 end")
      .global("i32", "i32.const -5")
      .global("i64", "i64.const 70000000000");

  @Test
  void globalsHoldWhatWasWritten() {
    assertEquals(70_000_000_686L, BothEngines.output(BothEngines.execute(USING_GLOBALS)));
  }

  /** Of the functions of a guest. */
  private static Set<String> called(TestModule module) throws Exception {
    Set<String> called = new HashSet<>();
    for (byte[] bytes : CompiledModule.of(module.instrumented()).classes().values()) {
      new ClassReader(bytes)
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    String signature,
                    String[] exceptions) {
                  return CompiledFrames.function(name) < 0
                      ? null
                      : new MethodVisitor(Opcodes.ASM9) {
                        @Override
                        public void visitMethodInsn(
                            int opcode,
                            String owner,
                            String method,
                            String type,
                            boolean isInterface) {
                          called.add(owner.substring(owner.lastIndexOf('/') + 1) + "." + method);
                        }
                      };
                }
              },
              0);
    }
    return called;
  }

  /** Another version of the engine may call its ways to globals, and its question about interruptions, otherwise. */
  @Test
  void nothingElseIsLeftOfWhatItReplaces() throws Exception {
    Set<String> called = called(USING_GLOBALS);
    assertTrue(
        called.containsAll(Set.of("CompiledGlobals.read", "CompiledGlobals.write")),
        called.toString());
    assertTrue(
        called.stream()
            .noneMatch(each -> each.matches("CompiledMachine.*([Gg]lobal|[Ii]nterrupt).*")),
        called.toString());
  }
}
