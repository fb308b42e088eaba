package dev.sessionlifecycle.examples.demo;

import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.TriggeredBy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Phaser;
import java.util.function.Function;
import java.util.stream.Stream;

/** Three named threads that close one session at once, and their results. */
record CloseRace(List<Runner> runners) {

  /** One thread and its result. */
  record Runner(String name, CloseResult result) {}

  /** Calls {@code close} at the same moment on each thread, with its name. */
  static CloseRace run(Function<String, CloseResult> close) {
    Phaser start = new Phaser(3);
    List<CompletableFuture<Runner>> threads =
        Stream.of(TriggeredBy.USER, TriggeredBy.AGENT, TriggeredBy.SYSTEM)
            .map(
                name ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          start.arriveAndAwaitAdvance();
                          return new Runner(name, close.apply(name));
                        },
                        task -> new Thread(task, name).start()))
            .toList();
    try {
      return new CloseRace(threads.stream().map(CompletableFuture::join).toList());
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  long winners() {
    return runners.stream().filter(runner -> runner.result().isWinner()).count();
  }
}
