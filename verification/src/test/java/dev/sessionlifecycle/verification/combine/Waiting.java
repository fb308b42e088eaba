package dev.sessionlifecycle.verification.combine;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** A call on a thread of its own. */
final class Waiting<R> {
  private final FutureTask<R> task;
  private final Thread thread;

  Waiting(Supplier<R> call) {
    task = new FutureTask<>(call::get);
    thread = new Thread(task, "caller");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until the call waits behind others. */
  Waiting<R> parked() {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      if (task.isDone()) {
        throw new AssertionError("the call did not wait");
      }
      Thread.onSpinWait();
    }
    return this;
  }

  /** Returns the reply, or throws what the call threw. */
  R get() {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException error) {
        throw error;
      }
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
