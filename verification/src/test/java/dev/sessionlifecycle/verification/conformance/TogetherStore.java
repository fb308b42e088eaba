package dev.sessionlifecycle.verification.conformance;

import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.TransitionIntent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store that makes each append, move and end as the only one of many, and alone only what is left
 * out then.
 */
final class TogetherStore {
  private TogetherStore() {}

  static SessionStore of(SessionStore store) {
    return (SessionStore)
        Proxy.newProxyInstance(
            SessionStore.class.getClassLoader(),
            new Class<?>[] {SessionStore.class},
            (proxy, method, arguments) -> answer(store, method, arguments));
  }

  private static @Nullable Object answer(
      SessionStore store, Method method, Object @Nullable [] arguments) throws Throwable {
    Object first = arguments == null ? null : arguments[0];
    switch (method.getName()) {
      case "append":
        AppendIntent append = (AppendIntent) Objects.requireNonNull(first);
        return store.tryAppendAll(List.of(append)).get(0).orElseGet(() -> store.append(append));
      case "transition":
        TransitionIntent move = (TransitionIntent) Objects.requireNonNull(first);
        return store.tryTransitionAll(List.of(move)).get(0).orElseGet(() -> store.transition(move));
      case "close":
        if (first instanceof CloseIntent end) {
          return store.tryCloseAll(List.of(end)).get(0).orElseGet(() -> store.close(end));
        }
        break;
      default:
        break;
    }
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }
}
