package dev.sessionlifecycle.benchmarks.campaign;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The orders that a process of a campaign receives on standard input, and its replies. */
final class Orders {
  private final SkewedClock clock = new SkewedClock();
  private final CountDownLatch stop = new CountDownLatch(1);
  private int allowed;

  Orders() {
    Thread reader = new Thread(this::read, "orders");
    reader.setDaemon(true);
    reader.start();
  }

  /** Prints a line for the process that gives the orders. */
  static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }

  /** Returns the clock that is skewed by order. */
  SkewedClock clock() {
    return clock;
  }

  boolean isStopped() {
    return stop.getCount() == 0;
  }

  void awaitStop() {
    try {
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until this many sessions may be closed; returns false if the process must stop instead.
   */
  synchronized boolean awaitAllowed(int number) throws InterruptedException {
    while (allowed < number && !isStopped()) {
      wait();
    }
    return allowed >= number;
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        obey(line.split(" ", -1));
      }
    } catch (IOException e) {
      Orders.say("cannot read: " + e.getClass().getName());
    }
    // The process that gave the orders has exited, or said that it will.
    stop.countDown();
    synchronized (this) {
      notifyAll();
    }
  }

  private void obey(String[] order) {
    switch (order[0]) {
      case "skew" -> {
        clock.set(Duration.ofSeconds(Long.parseLong(order[1])));
        say("skewed");
      }
      case "go" -> {
        synchronized (this) {
          allowed = Integer.parseInt(order[1]);
          notifyAll();
        }
      }
      default -> say("cannot obey: " + order[0]);
    }
  }
}
