package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.spi.SessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store that works correctly but falsifies one result. */
final class FalsifyingStore {
  private FalsifyingStore() {}

  /**
   * Returns the store with one operation whose results are changed.
   *
   * @param operation a method of {@link SessionStore}
   * @param change maps the result to the falsified one
   */
  static SessionStore of(String operation, Function<Object, Object> change, SessionStore store) {
    return (SessionStore)
        Proxy.newProxyInstance(
            SessionStore.class.getClassLoader(),
            new Class<?>[] {SessionStore.class},
            (self, method, arguments) -> {
              @Nullable Object answer;
              try {
                answer = method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
              return answer != null && method.getName().equals(operation)
                  ? change.apply(answer)
                  : answer;
            });
  }
}
