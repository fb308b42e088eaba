package dev.sessionlifecycle.verification.combine;

import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.TransitionIntent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store whose statements for many callers fail, and whose calls for one session are held up. */
final class FailingStatements {
  private final SessionStore real;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger heldCalls = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile @Nullable SessionKey held;
  private volatile @Nullable When when;
  private volatile @Nullable RuntimeException error;
  private volatile Runnable meanwhile = () -> {};
  private volatile boolean leavesOut;
  private volatile boolean combinesMoves;

  /** When a statement fails. */
  enum When {
    /** Nothing was done. */
    BEFORE,
    /** It was committed. */
    AFTER
  }

  FailingStatements(SessionStore real) {
    this.real = real;
  }

  /** Returns a store that says that it is a view that joins a transaction. */
  static SessionStore joined(SessionStore real) {
    return proxy(
        (method, arguments) ->
            method.getName().equals("isJoined") ? Boolean.TRUE : call(real, method, arguments));
  }

  void fail(When moment, RuntimeException with) {
    when = moment;
    error = with;
  }

  /** Does something between the commit of a statement and its failure, as another process would. */
  void meanwhile(Runnable work) {
    meanwhile = work;
  }

  void leaveOut() {
    leavesOut = true;
  }

  /** Lets the store move many sessions in one call. */
  void combineMoves() {
    combinesMoves = true;
  }

  /** Holds up calls for this session alone, until they are released. */
  void hold(SessionKey session) {
    held = session;
  }

  void awaitHeld(int calls) {
    while (heldCalls.get() < calls) {
      Thread.onSpinWait();
    }
  }

  void release() {
    released.countDown();
  }

  int failures() {
    return failures.get();
  }

  SessionStore store() {
    return proxy(this::answer);
  }

  private interface Intercepted {
    @Nullable Object to(Method method, Object @Nullable [] arguments) throws Throwable;
  }

  private static SessionStore proxy(Intercepted calls) {
    return (SessionStore)
        Proxy.newProxyInstance(
            SessionStore.class.getClassLoader(),
            new Class<?>[] {SessionStore.class},
            (proxy, method, arguments) -> calls.to(method, arguments));
  }

  private @Nullable Object answer(Method method, Object @Nullable [] arguments) throws Throwable {
    Object first = arguments == null ? null : arguments[0];
    if (first != null && Objects.equals(session(first), held)) {
      heldCalls.incrementAndGet();
      released.await();
    }
    if (!method.getName().startsWith("try")) {
      return call(real, method, arguments);
    }
    List<?> intents = (List<?>) Objects.requireNonNull(first);
    if (leavesOut) {
      return intents.stream().map(it -> Optional.empty()).toList();
    }
    if (when == When.BEFORE) {
      throw failure();
    }
    Object replies =
        combinesMoves && method.getName().equals("tryTransitionAll")
            ? intents.stream()
                .map(it -> real.transition((TransitionIntent) it))
                .map(Optional::of)
                .toList()
            : call(real, method, arguments);
    if (when == When.AFTER) {
      meanwhile.run();
      throw failure();
    }
    return replies;
  }

  private RuntimeException failure() {
    failures.incrementAndGet();
    return Objects.requireNonNull(error);
  }

  private static @Nullable SessionKey session(Object intent) {
    if (intent instanceof AppendIntent append) {
      return append.session();
    } else if (intent instanceof TransitionIntent move) {
      return move.session();
    }
    return intent instanceof CloseIntent end ? end.session() : null;
  }

  private static @Nullable Object call(
      SessionStore real, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }
}
