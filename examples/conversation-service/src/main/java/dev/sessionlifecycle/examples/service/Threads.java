package dev.sessionlifecycle.examples.service;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One virtual thread per request if this Java version has them, otherwise a pool. */
final class Threads {
  private static final int POOL = 64;

  private Threads() {}

  static ExecutorService forRequests() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return Executors.newFixedThreadPool(POOL);
    }
  }
}
