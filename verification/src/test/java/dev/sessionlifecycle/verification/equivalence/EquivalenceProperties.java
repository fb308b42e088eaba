package dev.sessionlifecycle.verification.equivalence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.model.Command;
import dev.sessionlifecycle.testkit.model.Commands;
import dev.sessionlifecycle.testkit.model.Comparison;
import dev.sessionlifecycle.verification.conformance.Fixtures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * A hundred thousand random commands on the model, in memory, on H2 and on PostgreSQL, with equal
 * answers, errors included. The seed is printed with the property; {@code seed = "…"} repeats it.
 * How many sequences are tried stands in {@code junit-platform.properties}, and can be set with
 * {@code -Djqwik.tries.default=N}.
 */
@Tag("long")
class EquivalenceProperties {
  private static final SettableClock CLOCK = SettableClock.create();
  private static final Map<String, SessionStore> STORES = new LinkedHashMap<>();
  private static final int LENGTH = 200;

  @BeforeContainer
  static void open() {
    STORES.put("memory", Fixtures.inMemory(CLOCK));
    STORES.put("H2", Fixtures.h2Memory(CLOCK));
    STORES.put("PostgreSQL", Fixtures.postgres(CLOCK));
  }

  @AfterContainer
  static void close() {
    STORES.values().forEach(SessionStore::close);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED)
  void every_store_answers_every_sequence_of_commands_like_the_model(
      @ForAll("sequences") List<Command> commands) {
    assertThat(commands).hasSize(LENGTH);
    new Comparison(CLOCK, STORES).run(commands);
  }

  @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
  void every_store_answers_like_the_others_where_holds_and_disposals_are_among_the_commands(
      @ForAll("sequencesOfAll") List<Command> commands) {
    assertThat(commands).hasSize(LENGTH);
    Comparison.withTheFirst(CLOCK, STORES).run(commands);
  }

  @Provide
  Arbitrary<List<Command>> sequencesOfAll() {
    return Arbitraries.randomValue(Commands::randomOfAll).list().ofSize(LENGTH);
  }

  @Provide
  Arbitrary<List<Command>> sequences() {
    return Arbitraries.randomValue(Commands::random).list().ofSize(LENGTH);
  }
}
