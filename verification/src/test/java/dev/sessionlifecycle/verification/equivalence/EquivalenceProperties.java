package dev.sessionlifecycle.verification.equivalence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.verification.model.Command;
import dev.sessionlifecycle.verification.model.Commands;
import dev.sessionlifecycle.verification.model.Comparison;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * A hundred thousand random commands on the model, in memory, on H2 and on PostgreSQL give equal
 * results, errors included. The seed is printed with the property; {@code seed = "…"} repeats it.
 * The number of sequences is set in {@code junit-platform.properties}, or with {@code
 * -Djqwik.tries.default=N}.
 */
class EquivalenceProperties {
  private static final SettableClock CLOCK = SettableClock.create();
  private static @Nullable ResettableStores stores;
  private static final int LENGTH = 200;

  @BeforeContainer
  static void open() throws SQLException {
    stores = ResettableStores.open(CLOCK);
  }

  @AfterContainer
  static void close() throws SQLException {
    Objects.requireNonNull(stores).close();
  }

  @Property(shrinking = ShrinkingMode.BOUNDED)
  void every_store_returns_what_the_model_returns_for_random_commands(
      @ForAll("sequences") List<Command> commands) throws SQLException {
    assertThat(commands).hasSize(LENGTH);
    new Comparison(CLOCK, Objects.requireNonNull(stores).empty()).run(commands);
  }

  @Tag("campaign")
  @Property(shrinking = ShrinkingMode.BOUNDED)
  void distributed_tables_return_what_the_model_returns_for_random_commands(
      @ForAll("sequences") List<Command> commands) throws SQLException {
    new Comparison(CLOCK, Objects.requireNonNull(stores).emptyDistributed()).run(commands);
  }

  @Provide
  Arbitrary<List<Command>> sequences() {
    return Arbitraries.randomValue(Commands::random).list().ofSize(LENGTH);
  }
}
