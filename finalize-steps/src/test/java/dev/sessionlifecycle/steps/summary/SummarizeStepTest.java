package dev.sessionlifecycle.steps.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.testkit.steps.StepProbe;
import dev.sessionlifecycle.testkit.steps.StepScenario;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SummarizeStepTest {

  private static final StepScenario CALL =
      StepScenario.voice()
          .user("I want to book a table for two people at the restaurant Sino in San Jose.")
          .agent("At what time do you want the table at Sino?")
          .user("At half past eleven in the morning, please.")
          .agent("Your table for two people at Sino in San Jose is booked for half past eleven.");

  @Test
  void the_summary_begins_with_the_facts_and_quotes_both_speakers() {
    String summary = summary(SummarizeStep.extractive(), CALL);

    assertTrue(
        summary.startsWith("voice session, 3 min 12 s, 4 turns, resolved (agent_initiated).\n"),
        summary);
    assertTrue(summary.contains("\nUser: I want to book a table"), summary);
    assertTrue(summary.contains("\nAgent: Your table for two"), summary);
  }

  @Test
  void an_engine_summary_is_scrubbed_before_it_is_stored() {
    SummarizeStep step = SummarizeStep.with(request -> "She is at ada@example.org.\u0000");
    assertEquals("She is at [EMAIL_ADDRESS].", summary(step, CALL));
  }

  @Test
  void an_overlong_summary_is_cut_at_a_word_to_the_store_limit() {
    String summary = summary(SummarizeStep.with(request -> "größer ".repeat(10_000)), CALL);
    assertTrue(summary.endsWith("größer…"));
    assertTrue(summary.getBytes(StandardCharsets.UTF_8).length <= 16 * 1024);
  }

  @Test
  void a_refusing_engine_parks_the_step_unless_there_is_a_fallback() throws Exception {
    Summarizer refusing =
        request -> {
          throw new SummaryRefusedException("policy");
        };
    SummarizeStep step = SummarizeStep.with(refusing);
    assertEquals(StepOutcome.rejected("refused"), step.execute(CALL.context(step)));
    assertEquals("short", summary(step.orElse(request -> "short"), CALL));
  }

  @Test
  void a_fallback_gets_the_time_that_the_refusal_has_left() throws Exception {
    AtomicReference<Duration> left = new AtomicReference<>(Duration.ofSeconds(60));
    Summarizer slow =
        request -> {
          left.set(Duration.ofSeconds(10));
          throw new SummaryRefusedException("policy");
        };
    SummarizeStep step =
        SummarizeStep.with(slow).orElse(request -> request.timeLeft().toSeconds() + " s");
    StepOutcome outcome = step.execute(timed(CALL.context(step), left::get));
    assertEquals("10 s", CALL.after(outcome).session().summary());
  }

  /** A context with this time left, and otherwise as the other. */
  private static StepContext timed(StepContext context, Supplier<Duration> left) {
    return (StepContext)
        Proxy.newProxyInstance(
            StepContext.class.getClassLoader(),
            new Class<?>[] {StepContext.class},
            (proxy, method, arguments) ->
                method.getName().equals("timeLeft")
                    ? left.get()
                    : method.invoke(context, arguments));
  }

  @Test
  void an_empty_summary_skips_the_step() throws Exception {
    SummarizeStep step = SummarizeStep.with(request -> " \n");
    assertInstanceOf(StepOutcome.Skipped.class, step.execute(CALL.context(step)));
  }

  @Test
  void the_summary_is_repeatable_and_survives_hostile_transcripts() {
    StepProbe probe = StepProbe.of(SummarizeStep.extractive());
    probe.runTwice(CALL);
    probe.crashBetween(CALL);
    probe.survivesHostileTranscripts();
  }

  private static String summary(SummarizeStep step, StepScenario scenario) {
    String summary = StepProbe.of(step).run(scenario).session().summary();
    assertTrue(summary != null);
    return summary;
  }
}
