package dev.sessionlifecycle.summarize.langchain4j;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a call on the application's executor and gives up after a timeout. */
final class TimeLimiter {

  private TimeLimiter() {}

  static <T> T call(Callable<T> work, Duration limit, Executor executor)
      throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    executor.execute(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new SummaryUnavailableException("the model did not answer within " + limit);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new SummaryUnavailableException("the model failed");
    } finally {
      task.cancel(true);
    }
  }
}
