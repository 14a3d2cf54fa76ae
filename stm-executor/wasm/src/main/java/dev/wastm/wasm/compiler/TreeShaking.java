package dev.wastm.wasm.compiler;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Leaves out of a module's classes the static methods that nothing calls. The engine's compiler gives each module all that any module may
 * need, and what is never called would be stored, authenticated, defined and verified all the same.
 */
final class TreeShaking {
  private static final String CLASS_INITIALIZER = "<clinit>";

  private final Map<Method, Set<Method>> calls = new HashMap<>();
  private final Deque<Method> reached = new ArrayDeque<>();
  private final Set<Method> used = new HashSet<>();

  /** @param owner the internal name of the class */
  private record Method(String owner, String name, String descriptor) {}

  private TreeShaking() {}

  /** @param classes all of a module, by class name; what is not static is called from outside */
  static Map<String, byte[]> of(Map<String, byte[]> classes) {
    TreeShaking code = new TreeShaking();
    classes.values().forEach(code::read);
    code.follow();
    Map<String, byte[]> lean = new LinkedHashMap<>();
    classes.forEach((name, bytes) -> lean.put(name, code.withoutUnused(bytes)));
    return lean;
  }

  private void read(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            Method method = new Method(reader.getClassName(), name, descriptor);
            if (isCalledFromOutside(access, name)) {
              reach(method);
            }
            return new Calls(calls.computeIfAbsent(method, unknown -> new HashSet<>()));
          }
        },
        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
  }

  private static boolean isCalledFromOutside(int access, String name) {
    return (access & Opcodes.ACC_STATIC) == 0 || name.equals(CLASS_INITIALIZER);
  }

  private void reach(Method method) {
    if (used.add(method)) {
      reached.add(method);
    }
  }

  private void follow() {
    while (!reached.isEmpty()) {
      calls.getOrDefault(reached.remove(), Set.of()).forEach(this::reach);
    }
  }

  /** What the constant pool holds for the unused methods goes as well: it is written anew. */
  private byte[] withoutUnused(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return used.contains(new Method(reader.getClassName(), name, descriptor))
                ? super.visitMethod(access, name, descriptor, signature, exceptions)
                : null;
          }
        },
        ClassReader.SKIP_DEBUG);
    return writer.toByteArray();
  }

  /** Collects what a method calls. */
  private static final class Calls extends MethodVisitor {
    private final Set<Method> called;

    Calls(Set<Method> called) {
      super(Opcodes.ASM9);
      this.called = called;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      called.add(new Method(owner, name, descriptor));
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      throw new IllegalStateException(
          "The engine compiles otherwise than expected: it calls " + name + " by a handle.");
    }
  }
}
