package dev.sessionlifecycle.verification.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;
import dev.sessionlifecycle.verification.expiry.TwoNodeCluster.Step;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * For any sequence of operations and clock changes, also backwards and different on each of two
 * nodes: nothing held, live or unfinished is purged; no stamp moves backwards; nothing expires
 * before its limit, and everything does at the first sweep after it; a limit of zero means never.
 */
@Tag("long")
class HousekeepingProperties {
  private static final int LENGTH = 60;
  private static final List<String> SEEN = new ArrayList<>();

  @AfterContainer
  static void much_happened() {
    assertThat(SEEN.stream().filter("expired"::equals)).hasSizeGreaterThan(100);
    assertThat(SEEN.stream().filter("gone"::equals)).hasSizeGreaterThan(100);
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void housekeeping_changes_only_what_the_rules_allow_in_memory(@ForAll("steps") List<Step> steps) {
    StoreFixture fixture = Fixtures.inMemory();
    new TwoNodeCluster(fixture, SEEN).run(steps);
    fixture.store().close();
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void housekeeping_changes_only_what_the_rules_allow_on_h2(@ForAll("steps") List<Step> steps) {
    run(OnH2.FIXTURE, steps);
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void housekeeping_changes_only_what_the_rules_allow_on_postgresql(
      @ForAll("steps") List<Step> steps) {
    run(OnPostgres.FIXTURE, steps);
  }

  private static void run(StoreFixture fixture, List<Step> steps) {
    TwoNodeCluster world = new TwoNodeCluster(fixture, SEEN);
    world.run(steps);
    world.cleanUp();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> any = Arbitraries.integers().between(0, 419).withoutEdgeCases();
    return Combinators.combine(any, any, any, any).as(Step::new).list().ofSize(LENGTH);
  }

  private static final class OnH2 {
    static final StoreFixture FIXTURE = Fixtures.h2Memory();
  }

  private static final class OnPostgres {
    static final StoreFixture FIXTURE = Fixtures.postgres();
  }
}
