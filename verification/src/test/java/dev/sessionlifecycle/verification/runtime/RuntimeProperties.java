package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;
import dev.sessionlifecycle.verification.runtime.RandomConversation.EndKind;
import dev.sessionlifecycle.verification.runtime.RandomConversation.PlannedEnd;
import dev.sessionlifecycle.verification.runtime.RandomConversation.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * For any sequence of turns, ends of every kind and reason from elsewhere, time limits, deadlines,
 * errors, releases and crashes: every word that a turn was given and answered for is stored or
 * counted as unwritten, and duration, outcome and retention are those of the session as it is
 * stored.
 */
class RuntimeProperties {
  private static final List<String> SEEN = new ArrayList<>();
  private static final ScheduledExecutorService RENEWALS =
      Executors.newSingleThreadScheduledExecutor();
  private static final ExecutorService OTHER = Executors.newSingleThreadExecutor();

  @AfterContainer
  static void much_happened() {
    RENEWALS.shutdownNow();
    OTHER.shutdownNow();
    assertThat(SEEN).contains("missing", "SERVER_SHUTDOWN", "SILENCE_TIMEOUT", "RESOLVED");
    assertThat(SEEN.stream().distinct()).hasSizeGreaterThan(30);
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void no_answered_word_is_lost_uncounted_in_memory(
      @ForAll PersistStrategy strategy,
      @ForAll("endings") PlannedEnd ending,
      @ForAll("steps") List<Step> steps) {
    run(OnMemory.FIXTURE, strategy, ending, steps);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void no_answered_word_is_lost_uncounted_on_h2(
      @ForAll PersistStrategy strategy,
      @ForAll("endings") PlannedEnd ending,
      @ForAll("steps") List<Step> steps) {
    run(OnH2.FIXTURE, strategy, ending, steps);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void no_answered_word_is_lost_uncounted_on_postgresql(
      @ForAll PersistStrategy strategy,
      @ForAll("endings") PlannedEnd ending,
      @ForAll("steps") List<Step> steps) {
    run(OnPostgres.FIXTURE, strategy, ending, steps);
  }

  private static void run(
      StoreFixture fixture, PersistStrategy strategy, PlannedEnd ending, List<Step> steps) {
    SEEN.addAll(new RandomConversation(fixture, strategy, ending, RENEWALS, OTHER).run(steps));
  }

  @Provide
  Arbitrary<PlannedEnd> endings() {
    return Combinators.combine(
            Arbitraries.of(EndKind.class),
            Arbitraries.of(TerminationReason.class),
            Arbitraries.integers().between(-40, 40),
            Arbitraries.of(true, false))
        .as(PlannedEnd::new);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(Step.TURN)), Tuple.of(4, Arbitraries.of(Step.class)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  private static final class OnMemory {
    static final StoreFixture FIXTURE = Fixtures.inMemory();
  }

  private static final class OnH2 {
    static final StoreFixture FIXTURE = Fixtures.h2Memory();
  }

  private static final class OnPostgres {
    static final StoreFixture FIXTURE = Fixtures.postgres();
  }
}
