package dev.sessionlifecycle.verification.mutation;

import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.verification.model.Command;
import dev.sessionlifecycle.verification.model.Commands;
import dev.sessionlifecycle.verification.model.Comparison;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same random commands each time: every change is tried with all of them. */
class RandomCommandsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void the_memory_store_returns_what_the_model_returns(long beginning) {
    SettableClock clock = SettableClock.create();
    Random random = new Random(beginning);
    List<Command> commands = Stream.generate(() -> Commands.random(random)).limit(400).toList();
    new Comparison(clock, Map.of("memory", InMemorySessionStore.create(clock))).run(commands);
  }
}
