package dev.sessionlifecycle.testkit;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * Starts threads at once and returns the result of each as a value, so that tests can count
 * outcomes instead of expecting one exception.
 */
public final class Race {
  private static final long SECONDS = 120;

  private Race() {}

  /** The outcome of one racer. */
  public sealed interface Outcome<T> {
    /** Returns the value; fails the test if the racer threw. */
    T orThrow();
  }

  /** The racer returned a value. */
  public record Returned<T>(T value) implements Outcome<T> {

    @Override
    public T orThrow() {
      return value;
    }
  }

  /** The racer threw an exception. */
  public record Threw<T>(Throwable error) implements Outcome<T> {
    /** Checks that nothing is missing. */
    public Threw {
      Validator.require("error", error);
    }

    @Override
    public T orThrow() {
      throw new AssertionError("a racer threw " + error, error);
    }
  }

  /**
   * Runs the racers at once, each on its own thread.
   *
   * @param racers the number of racers
   * @param racer creates each racer from its number, starting at 0
   * @return the outcome of each racer, by number
   */
  public static <T> List<Outcome<T>> of(int racers, IntFunction<Callable<T>> racer) {
    CyclicBarrier start = new CyclicBarrier(racers);
    ExecutorService threads = Executors.newFixedThreadPool(racers);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < racers; i++) {
        Callable<T> work = racer.apply(i);
        running.add(
            threads.submit(
                () -> {
                  start.await(SECONDS, TimeUnit.SECONDS);
                  return work.call();
                }));
      }
      return running.stream().map(Race::outcome).toList();
    } finally {
      threads.shutdown();
    }
  }

  /** Returns the values of all racers; fails the test if one threw. */
  public static <T> List<T> values(int racers, IntFunction<Callable<T>> racer) {
    return of(racers, racer).stream().map(Outcome::orThrow).toList();
  }

  private static <T> Outcome<T> outcome(Future<T> running) {
    try {
      return new Returned<>(running.get(SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return new Threw<>(cause == null ? e : cause);
    } catch (TimeoutException e) {
      return new Threw<>(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Threw<>(e);
    }
  }
}
