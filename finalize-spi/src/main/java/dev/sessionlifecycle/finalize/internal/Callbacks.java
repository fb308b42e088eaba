package dev.sessionlifecycle.finalize.internal;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls code of the host. Whatever it throws stays here, errors of the virtual machine included: a
 * stack overflow or a lack of memory in the host's code fails that call alone, and a machine that
 * really has no memory left fails next in the library's own code. The interrupt flag is set again
 * if an {@link InterruptedException} is thrown.
 */
public final class Callbacks {
  private Callbacks() {}

  /** Code of the host without a result. */
  @FunctionalInterface
  public interface Action {
    /** Runs it. */
    void run() throws Throwable;
  }

  /** Code of the host with a result. */
  @FunctionalInterface
  public interface Call<T extends @Nullable Object> {
    /** Runs it. */
    T call() throws Throwable;
  }

  /** Runs the action; returns what it threw, null if it returned. */
  public static @Nullable Throwable run(Action action) {
    try {
      action.run();
      return null;
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return e;
    }
  }

  /** Returns what the call returns, or what is made of what it threw. */
  public static <T extends @Nullable Object> T call(
      Call<T> call, Function<Throwable, T> otherwise) {
    try {
      return call.call();
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return otherwise.apply(e);
    }
  }

  /** Returns the class and the message, or only the class if the message cannot be read. */
  public static String describe(Throwable thrown) {
    return call(() -> String.valueOf(thrown.toString()), e -> thrown.getClass().getName());
  }
}
