package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerReport;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import dev.sessionlifecycle.spi.AttemptRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class RunDueTest {
  private final EngineFixture at;
  private final List<String> seen = new ArrayList<>();

  private final FinalizeStep scrub =
      FinalizeStep.of(
          "scrub",
          context -> {
            UUID message = context.transcript().messages().get(0).id();
            return StepOutcome.done(
                Effects.builder()
                    .replaceMessage(message, "my card is [card]")
                    .subject("about [card]")
                    .build());
          });
  private final FinalizeStep summarize =
      FinalizeStep.of(
          "summarize",
          context -> {
            seen.add(context.transcript().messages().get(0).text());
            seen.add(context.session().subject());
            return StepOutcome.done(Effects.builder().summary("a card").build());
          });
  private final FinalizeStep sync =
      FinalizeStep.of("sync", context -> StepOutcome.skipped("no_sink"));

  RunDueTest(EngineStore kind) {
    at = new EngineFixture(kind);
  }

  @Test
  void a_chain_runs_to_its_end_and_later_steps_read_the_scrubbed_text() {
    FinalizeChain chain = FinalizeChain.first(scrub).then(summarize, sync);
    UUID id = at.ended(chain);
    FinalizerReport report = at.engine(chain).runDue(10);
    assertThat(report).isEqualTo(new FinalizerReport(1, 1, 2, 1, 0, 0, 0));
    assertThat(seen).containsExactly("my card is [card]", "about [card]");
    assertThat(at.session(id).summary()).isEqualTo("a card");
    assertThat(at.session(id).finalizedAt()).isNotNull();
    assertThat(at.state(id)).isEqualTo("d1 d1 s1");
    assertThat(at.attempts(id))
        .extracting(AttemptRecord::step)
        .containsExactly("scrub", "summarize", "sync");
    assertThat(at.engine(chain).runDue(10)).isEqualTo(FinalizerReport.nothing());
  }

  @Test
  void a_step_that_throws_is_retried_later_and_its_message_is_not_stored() {
    FinalizeChain chain =
        FinalizeChain.first(
            FinalizeStep.of(
                "flaky",
                context -> {
                  if (context.attempt() < 3) {
                    throw new IOException("my card is 4111 1111 1111 1111");
                  }
                  return StepOutcome.done();
                }));
    UUID id = at.ended(chain);
    DefaultFinalizer engine = at.engine(chain);
    assertThat(engine.runDue(10).retried()).isEqualTo(1);
    assertThat(engine.runDue(10).claimed()).isZero();
    at.clock.advance(Duration.ofMillis(500));
    assertThat(engine.runDue(10).retried()).isEqualTo(1);
    at.clock.advance(Duration.ofSeconds(1));
    assertThat(engine.runDue(10).finished()).isEqualTo(1);
    assertThat(at.attempts(id, "flaky")).isEqualTo("1:FAILED 2:FAILED 3:DONE");
    assertThat(at.attempts(id).get(0).label()).isEqualTo("java.io.IOException");
    assertThat(at.attempts(id).toString() + at.events).doesNotContain("4111");
  }

  @Test
  void a_step_parked_at_its_limit_blocks_later_steps_and_not_its_siblings() {
    FinalizeStep broken = FinalizeStep.of("broken", context -> throwing());
    FinalizeChain chain =
        FinalizeChain.builder().step(broken).step(summarize, broken).step(sync).build();
    UUID id = at.ended(chain);
    FinalizerOptions options =
        FinalizerOptions.builder()
            .step(
                "broken",
                StepOptions.defaults().withAttempts(2).withBackoff(Duration.ZERO, Duration.ZERO))
            .build();
    FinalizerReport report = at.engine(chain).runDue(10, options);
    assertThat(report).isEqualTo(new FinalizerReport(1, 0, 0, 1, 1, 1, 0));
    assertThat(at.state(id)).isEqualTo("x2 p0 s1");
    assertThat(at.chain(id).dueAt()).isNull();
    assertThat(seen).isEmpty();
    assertThat(at.events).hasAtLeastOneElementOfType(FinalizerEvent.StepParked.class);
  }

  @Test
  void a_misbehaving_step_does_not_stop_other_steps() {
    List<FinalizeStep> bad =
        List.of(
            FinalizeStep.of("overflows", context -> overflow(0)),
            FinalizeStep.of("out-of-memory", context -> throwError(new OutOfMemoryError())),
            FinalizeStep.of("misses-a-class", context -> throwError(new NoClassDefFoundError())),
            FinalizeStep.of("answers-nothing", RunDueTest::nothing),
            FinalizeStep.of("interrupts-itself", context -> interrupt()),
            FinalizeStep.of("says-too-much", context -> summary("x".repeat(16_385))),
            FinalizeStep.of("says-a-nul", context -> summary("a\0b")),
            FinalizeStep.of("says-half-a-pair", context -> summary("a\ud800b")));
    FinalizeChain chain = FinalizeChain.first(bad.toArray(FinalizeStep[]::new));
    UUID id = at.ended(chain);
    FinalizeChain good = FinalizeChain.first(scrub).then(summarize);
    UUID other = at.ended(good);
    DefaultFinalizer engine = at.engine(chain);
    engine.runDue(10);
    assertThat(Thread.interrupted()).isTrue();
    at.engine(good).runDue(10);
    assertThat(at.session(other).summary()).isEqualTo("a card");
    at.clock.advance(Duration.ofHours(1));
    engine.runDue(10);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(at.attempts(id, "overflows")).startsWith("1:FAILED 2:FAILED");
    assertThat(at.attempts(id, "out-of-memory")).startsWith("1:FAILED 2:FAILED");
    assertThat(at.attempts(id, "misses-a-class")).startsWith("1:FAILED 2:FAILED");
    assertThat(at.attempts(id, "answers-nothing")).startsWith("1:FAILED 2:FAILED");
    assertThat(at.attempts(id, "interrupts-itself")).isEqualTo("1:DONE");
    assertThat(at.attempts(id, "says-too-much")).startsWith("1:FAILED");
    assertThat(at.attempts(id, "says-a-nul")).startsWith("1:FAILED");
    assertThat(at.attempts(id, "says-half-a-pair")).startsWith("1:FAILED");
    assertThat(at.attempts(id))
        .extracting(AttemptRecord::label)
        .contains("effects_invalid", "no_outcome");
    assertThat(at.session(id).summary()).isNull();
  }

  @Test
  void a_step_may_request_a_later_attempt_or_none() {
    FinalizeChain chain =
        FinalizeChain.first(
            FinalizeStep.of(
                "later", context -> StepOutcome.retryLater(Duration.ofDays(30), "rate_limited")),
            FinalizeStep.of("never", context -> StepOutcome.rejected("too_long")));
    UUID id = at.ended(chain);
    at.engine(chain).runDue(10);
    assertThat(at.attempts(id, "later")).isEqualTo("1:RETRY");
    assertThat(at.attempts(id, "never")).isEqualTo("1:PARKED");
    at.clock.advance(Duration.ofDays(30).minusSeconds(1));
    assertThat(at.engine(chain).runDue(10).claimed()).isZero();
    at.clock.advance(Duration.ofSeconds(1));
    assertThat(at.engine(chain).runDue(10).retried()).isEqualTo(1);
  }

  @Test
  void a_result_after_the_timeout_is_refused() {
    FinalizeChain chain =
        FinalizeChain.first(
            FinalizeStep.of(
                "slow",
                context -> {
                  assertThat(context.timeLeft()).isEqualTo(Duration.ofMinutes(5));
                  at.clock.advance(Duration.ofMinutes(5));
                  assertThat(context.isCancelled()).isTrue();
                  assertThat(context.timeLeft()).isZero();
                  return StepOutcome.done(Effects.builder().summary("too late").build());
                }));
    UUID id = at.ended(chain);
    FinalizerReport report = at.engine(chain).runDue(10);
    assertThat(report).isEqualTo(new FinalizerReport(1, 0, 0, 0, 1, 0, 1));
    assertThat(at.attempts(id).get(0).label()).isEqualTo("timeout");
    assertThat(at.session(id).summary()).isNull();
  }

  @Test
  void the_key_is_the_same_for_all_attempts_and_unique_per_step_and_session() {
    Set<String> keys = new HashSet<>();
    FinalizeStep failing =
        FinalizeStep.of(
            "failing",
            context -> {
              keys.add(context.idempotencyKey());
              return context.attempt() < 3
                  ? StepOutcome.retryLater(Duration.ZERO, "again")
                  : StepOutcome.done();
            });
    FinalizeStep other =
        FinalizeStep.of(
            "other",
            context -> {
              keys.add(context.idempotencyKey());
              return StepOutcome.done();
            });
    FinalizeChain chain = FinalizeChain.first(failing).then(other);
    at.ended(chain);
    at.ended(chain);
    assertThat(at.engine(chain).runDue(10).finished()).isEqualTo(2);
    assertThat(keys).hasSize(4).allMatch(key -> key.matches("[!-~]{1,200}"));
  }

  @Test
  void a_claim_takes_a_share_of_each_organization_and_resumes_after_the_last() {
    FinalizeChain chain = FinalizeChain.first(sync);
    List<UUID> order = new ArrayList<>();
    FinalizeChain counting =
        FinalizeChain.first(
            FinalizeStep.of(
                "sync",
                context -> {
                  order.add(context.session().organizationId());
                  return StepOutcome.done();
                }));
    UUID noisy = new UUID(1, 1);
    UUID quiet = new UUID(2, 1);
    for (int i = 0; i < 200; i++) {
      at.ended(noisy, chain);
    }
    for (int i = 0; i < 5; i++) {
      at.ended(quiet, chain);
    }
    FinalizerOptions options =
        FinalizerOptions.builder().claimBatch(40).organizationShare(10).build();
    assertThat(at.engine(counting).runDue(500, options).finished()).isEqualTo(205);
    assertThat(order.subList(0, 15)).filteredOn(quiet::equals).hasSize(5);
  }

  private static StepOutcome throwing() throws IOException {
    throw new IOException("always");
  }

  private static StepOutcome throwError(Error error) {
    throw error;
  }

  private static StepOutcome interrupt() {
    Thread.currentThread().interrupt();
    return StepOutcome.done();
  }

  private static StepOutcome summary(String text) {
    return StepOutcome.done(Effects.builder().summary(text).build());
  }

  @SuppressWarnings("NullAway") // what a host without nullness checks may pass
  private static StepOutcome nothing(Object context) {
    return null;
  }

  @SuppressWarnings("InfiniteRecursion")
  private static StepOutcome overflow(int depth) {
    return depth < 0 ? StepOutcome.done() : overflow(depth + 1);
  }
}
