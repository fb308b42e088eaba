package dev.sessionlifecycle.store.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Lets many start at one moment and tells what each came to. */
final class Race {

  private Race() {}

  static <T> List<T> of(int runners, IntFunction<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(runners);
    try {
      CyclicBarrier start = new CyclicBarrier(runners);
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < runners; i++) {
        int runner = i;
        tasks.add(
            () -> {
              start.await();
              return work.apply(runner);
            });
      }
      List<T> outcomes = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        outcomes.add(future.get());
      }
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }
}
