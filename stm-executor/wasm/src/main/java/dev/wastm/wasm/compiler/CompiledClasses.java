package dev.wastm.wasm.compiler;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.function.Function;

/** Defines the classes of one module. They are unloaded when nothing of the module is referred to any more. Thread-safe. */
final class CompiledClasses extends ClassLoader {
  private final Map<String, byte[]> classes;

  /** @param classes bytecode by class name */
  CompiledClasses(Map<String, byte[]> classes) {
    super(CompiledClasses.class.getClassLoader());
    this.classes = classes;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytecode = classes.get(name);
    if (bytecode == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytecode, 0, bytecode.length);
  }

  /** What makes the machine of an instance. All classes are verified before, so that none fails in the middle of a call. */
  Function<Instance, Machine> machine(String mainClass) {
    try {
      for (String name : classes.keySet()) {
        Class.forName(name, true, this);
      }
      Constructor<? extends Machine> constructor =
          loadClass(mainClass).asSubclass(Machine.class).getConstructor(Instance.class);
      return instance -> make(constructor, instance);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Compiled code is not what the engine's compiler writes.", e);
    }
  }

  private static Machine make(Constructor<? extends Machine> constructor, Instance instance) {
    try {
      return constructor.newInstance(instance);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Compiled code is not what the engine's compiler writes.", e);
    }
  }
}
