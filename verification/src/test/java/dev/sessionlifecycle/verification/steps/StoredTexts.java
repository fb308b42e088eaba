package dev.sessionlifecycle.verification.steps;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Every text in a store's result: whatever its accessors return, and recursively theirs. */
final class StoredTexts {

  private StoredTexts() {}

  static String of(Object answer) {
    StringBuilder out = new StringBuilder();
    collect(answer, out);
    return out.toString();
  }

  private static void collect(Object value, StringBuilder out) {
    if (value instanceof CharSequence text) {
      out.append(text).append('\n');
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(it -> collect(it, out));
    } else if (value instanceof Collection<?> all) {
      all.forEach(it -> collect(it, out));
    } else if (value instanceof Map<?, ?> map) {
      collect(map.keySet(), out);
      collect(map.values(), out);
    } else if (value != null
        && !(value instanceof Enum)
        && value.getClass().getName().startsWith("dev.sessionlifecycle.")) {
      for (Method method : value.getClass().getMethods()) {
        if (isAccessor(method)) {
          collect(ask(method, value), out);
        }
      }
    }
  }

  private static boolean isAccessor(Method method) {
    return method.getParameterCount() == 0
        && !Modifier.isStatic(method.getModifiers())
        && method.getDeclaringClass().getName().startsWith("dev.sessionlifecycle.")
        && !method.getName().startsWith("to")
        && !method.getReturnType().isPrimitive();
  }

  private static Object ask(Method method, Object value) {
    try {
      return method.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(method + " cannot be asked", e);
    }
  }
}
