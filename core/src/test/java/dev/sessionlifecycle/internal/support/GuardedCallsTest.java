package dev.sessionlifecycle.internal.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.internal.finalizer.RecordedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GuardedCallsTest {
  private final List<String> called = new ArrayList<>();

  @Test
  void what_begins_last_ends_first() {
    List<Runnable> begun =
        GuardedCalls.begin(List.of("a", "b", "c"), name -> begins(name, () -> {}));
    GuardedCalls.complete(begun, Runnable::run);
    assertEquals(List.of("a begins", "b begins", "c begins", "c ends", "b ends", "a ends"), called);
  }

  @Test
  void what_a_listener_throws_reaches_nothing_else() {
    RecordedLog.drain();
    List<Function<Integer, Runnable>> listeners =
        List.of(
            it -> begins("a", () -> {}),
            it -> {
              throw new IllegalStateException("content");
            },
            it -> null,
            it ->
                begins(
                    "b",
                    () -> {
                      throw new StackOverflowError();
                    }),
            it -> begins("c", () -> {}));
    List<Runnable> begun = GuardedCalls.begin(listeners, it -> it.apply(1));
    GuardedCalls.complete(begun, Runnable::run);
    assertEquals(List.of("a begins", "b begins", "c begins", "c ends", "b ends", "a ends"), called);
    String warning =
        "WARN dev.sessionlifecycle.sessions A listener threw %s at the beginning or end";
    assertEquals(
        List.of("IllegalStateException", "NullPointerException", "StackOverflowError").stream()
            .map(it -> warning.formatted("java.lang." + it) + " of a call")
            .toList(),
        RecordedLog.drain());
  }

  private Runnable begins(String name, Runnable last) {
    called.add(name + " begins");
    return () -> {
      called.add(name + " ends");
      last.run();
    };
  }
}
