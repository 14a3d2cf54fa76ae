package dev.wastm.wasm.compiler;

import dev.wastm.wasm.runtime.CompiledGlobals;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes compiled code leaner where the engine's compiler is general: globals are reached through the guest's memory, and threads are not
 * asked whether they were interrupted, which says nothing of a guest.
 */
final class LeanCode {
  private static final String MEMORY = "Lcom/dylibso/chicory/runtime/Memory;";
  private static final String GLOBALS = CompiledGlobals.class.getName().replace('.', '/');

  private LeanCode() {}

  static byte[] of(byte[] compiled) {
    return CompiledMethods.rewrite(
        compiled,
        (written, name, descriptor) -> name.startsWith("func_") || name.startsWith("call_indirect_")
            ? new Body(written, memoryLocal(descriptor))
            : written);
  }

  private static int memoryLocal(String descriptor) {
    int local = 0;
    for (Type type : Type.getArgumentTypes(descriptor)) {
      if (type.getDescriptor().equals(MEMORY)) {
        return local;
      }
      local += type.getSize();
    }
    throw new IllegalStateException(
        "The engine compiles otherwise than expected: a function takes no memory.");
  }

  private static final class Body extends MethodVisitor {
    private final int memory;

    Body(MethodVisitor method, int memory) {
      super(Opcodes.ASM9, method);
      this.memory = memory;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      switch (name) {
        case "checkInterruption" -> {
          // Fuel ends a guest, and an interruption must not.
        }
        case "readGlobal" -> global("read", "(I" + MEMORY + ")J");
        case "writeGlobal" -> global("write", "(JI" + MEMORY + ")V");
        default -> super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      }
    }

    /** The instance, which is on top of the stack, gives way to the memory. */
    private void global(String name, String descriptor) {
      super.visitInsn(Opcodes.POP);
      super.visitVarInsn(Opcodes.ALOAD, memory);
      super.visitMethodInsn(Opcodes.INVOKESTATIC, GLOBALS, name, descriptor, false);
    }
  }
}
