package dev.wastm.wasm.compiler;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The methods of a class that the engine's compiler wrote, to be rewritten one by one. */
final class CompiledMethods {
  /** How a method is rewritten. */
  @FunctionalInterface
  interface Rewrite {
    /** @param written takes the method as it is to be; returned itself, it takes the method as it is */
    MethodVisitor over(MethodVisitor written, String name, String descriptor);
  }

  private CompiledMethods() {}

  /** @param compiled a class, all of whose methods stay */
  static byte[] rewrite(byte[] compiled, Rewrite rewrite) {
    ClassReader reader = new ClassReader(compiled);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor written =
                super.visitMethod(access, name, descriptor, signature, exceptions);
            return rewrite.over(written, name, descriptor);
          }
        },
        0);
    return writer.toByteArray();
  }
}
