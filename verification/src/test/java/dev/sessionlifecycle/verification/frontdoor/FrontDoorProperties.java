package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.verification.equivalence.ResettableStores;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Random calls of the public API in memory, on H2 and on PostgreSQL, bad input included, give equal
 * results and break no promise. The seed is printed with the property; {@code seed = "…"} repeats
 * it. {@code -Dsessionlifecycle.sequences=N} makes each try run N sequences, each starting from
 * empty stores.
 */
class FrontDoorProperties {
  private static final SettableClock CLOCK = SettableClock.create();
  private static final int SEQUENCES = Integer.getInteger("sessionlifecycle.sequences", 1);
  private static final int LONGEST = 200;
  private static @Nullable ResettableStores stores;

  @BeforeContainer
  static void open() throws SQLException {
    stores = ResettableStores.open(CLOCK);
  }

  @AfterContainer
  static void close() throws SQLException {
    Objects.requireNonNull(stores).close();
  }

  @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
  void every_store_returns_the_same_for_random_calls_and_keeps_the_invariants(
      @ForAll("sequences") List<List<RandomCall>> sequences, @ForAll long seed)
      throws SQLException {
    for (List<RandomCall> calls : sequences) {
      new CallComparison(CLOCK, Objects.requireNonNull(stores).empty(), seed).make(calls);
    }
  }

  @Provide
  Arbitrary<List<List<RandomCall>>> sequences() {
    return Arbitraries.randomValue(RandomCalls::random)
        .list()
        .ofMinSize(1)
        .ofMaxSize(LONGEST)
        .withSizeDistribution(RandomDistribution.uniform())
        .list()
        .ofSize(SEQUENCES);
  }
}
