package dev.sessionlifecycle.internal.support;

import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.session.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several listeners as one. */
public final class Listeners {
  private Listeners() {}

  /**
   * Returns a listener that calls all of these, in their order. What one throws is logged, and
   * reaches neither the caller nor the others.
   *
   * @param area the last part of the logger's name
   */
  public static <T> T all(Class<T> type, List<? extends T> listeners, String area) {
    Logger log = LoggerFactory.getLogger("dev.sessionlifecycle." + area);
    List<? extends T> each = List.copyOf(listeners);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.invoke(each, arguments);
              }
              for (T listener : each) {
                Throwable thrown = Callbacks.run(() -> call(method, listener, arguments));
                if (thrown != null) {
                  log.warn(
                      "A listener threw {} from {}.{}{}",
                      thrown.getClass().getName(),
                      type.getSimpleName(),
                      method.getName(),
                      of(arguments));
                }
              }
              return null;
            }));
  }

  private static String of(Object @Nullable [] arguments) {
    return arguments != null && arguments[0] instanceof Session session
        ? " of session " + session.id()
        : "";
  }

  private static void call(Method method, Object listener, Object @Nullable [] arguments)
      throws Throwable {
    try {
      method.invoke(listener, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
