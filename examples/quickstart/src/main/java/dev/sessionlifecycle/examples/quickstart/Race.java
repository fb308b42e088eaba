package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.CloseResult;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.TriggeredBy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Three threads that end one session at the same moment. */
final class Race {
  /** What one of them got. */
  record Runner(String name, CloseResult result) {}

  private Race() {}

  static List<Runner> run(OrganizationSessions sessions, UUID session, EndRequest request) {
    List<String> names = List.of(TriggeredBy.USER, TriggeredBy.AGENT, TriggeredBy.SYSTEM);
    CyclicBarrier start = new CyclicBarrier(names.size());
    ExecutorService threads = Executors.newFixedThreadPool(names.size());
    try {
      List<Future<CloseResult>> answers = new ArrayList<>();
      for (String name : names) {
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  return Ending.end(sessions, session, request.triggeredBy(name));
                }));
      }
      List<Runner> runners = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        runners.add(new Runner(names.get(i), answers.get(i).get()));
      }
      return runners;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while three threads end a session", e);
    } finally {
      threads.shutdown();
    }
  }
}
