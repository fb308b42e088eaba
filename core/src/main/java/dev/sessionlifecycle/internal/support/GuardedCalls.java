package dev.sessionlifecycle.internal.support;

import dev.sessionlifecycle.finalize.internal.Callbacks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listeners that are called at the beginning of some work and return what is called at its end.
 * What they throw stays here.
 */
public final class GuardedCalls {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.sessions");

  private GuardedCalls() {}

  /**
   * Calls all listeners at the beginning of some work, in their order.
   *
   * @param beginning calls one of them
   * @return what they returned; nothing of those that threw, or returned null
   */
  public static <L, C> List<C> begin(List<L> listeners, Function<L, C> beginning) {
    if (listeners.isEmpty()) {
      return List.of();
    }
    List<C> begun = new ArrayList<>(listeners.size());
    for (L listener : listeners) {
      log(Callbacks.run(() -> begun.add(Objects.requireNonNull(beginning.apply(listener)))));
    }
    return begun;
  }

  /**
   * Calls what the listeners returned at the end of the work, the last one first: what each has
   * made current is within that of the one before.
   */
  public static <C> void complete(List<C> begun, Consumer<C> completion) {
    for (int i = begun.size() - 1; i >= 0; i--) {
      C each = begun.get(i);
      log(Callbacks.run(() -> completion.accept(each)));
    }
  }

  private static void log(@Nullable Throwable thrown) {
    if (thrown != null) {
      LOG.warn(
          "A listener threw {} at the beginning or end of a call", thrown.getClass().getName());
    }
  }
}
