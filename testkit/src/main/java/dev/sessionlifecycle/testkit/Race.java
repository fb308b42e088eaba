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

  /** One of several racers that do the same. */
  @FunctionalInterface
  public interface Racer<T> {
    /** Runs the racer of this number, starting at 0. */
    T run(int number) throws Exception;
  }

  /** Runs the racers at once, each on its own thread, and returns the outcome of each in order. */
  public static <T> List<Outcome<T>> of(List<Callable<T>> racers) {
    CyclicBarrier start = new CyclicBarrier(racers.size());
    ExecutorService threads = Executors.newFixedThreadPool(racers.size());
    try {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> racer : racers) {
        running.add(
            threads.submit(
                () -> {
                  start.await(SECONDS, TimeUnit.SECONDS);
                  return racer.call();
                }));
      }
      return running.stream().map(Race::outcome).toList();
    } finally {
      threads.shutdown();
    }
  }

  /** Returns the values of all racers; fails the test if one threw. */
  public static <T> List<T> values(List<Callable<T>> racers) {
    return of(racers).stream().map(Outcome::orThrow).toList();
  }

  /** Returns the values of this many racers; fails the test if one threw. */
  public static <T> List<T> values(int racers, Racer<T> racer) {
    List<Callable<T>> all = new ArrayList<>();
    for (int i = 0; i < racers; i++) {
      int number = i;
      all.add(() -> racer.run(number));
    }
    return values(all);
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
