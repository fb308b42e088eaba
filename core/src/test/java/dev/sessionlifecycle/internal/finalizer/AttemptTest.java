package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the steps of a chain see, in whatever order they read and are given up. */
class AttemptTest {
  private static final String RAW = "my card is 4111 1111 1111 1111";
  private static final String SCRUBBED = "my card is ***";

  private final UUID message = new UUID(7, 8);
  private String stored = RAW;
  private final ChainStore store =
      (ChainStore)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {ChainStore.class},
              (proxy, method, args) -> {
                assertEquals("transcript", method.getName());
                return List.of(
                    new StoredMessage(message, 1, MessageRole.USER, stored, Instant.EPOCH, null));
              });
  private final FinalizeStep hangs = step("hangs");
  private final FinalizeStep scrub = step("scrub");
  private final FinalizeChain chain =
      FinalizeChain.builder().step(hangs).step(scrub).step(step("summarize"), scrub).build();
  private final ChainRun run = run();

  @Test
  void a_late_read_by_an_abandoned_step_is_not_shared_with_later_steps() {
    Attempt hanging = run.begin();
    assertEquals("hangs", hanging.stepName());
    abandon(hanging);
    scrubs();
    readLate(hanging);
    stored = SCRUBBED;
    run.settled(0);
    Attempt summary = run.begin();
    assertEquals("summarize", summary.stepName());
    assertEquals(SCRUBBED, text(summary));
  }

  @Test
  void a_cancelled_attempt_cannot_read_the_session() {
    Attempt attempt = run.begin();
    assertEquals(RAW, text(attempt));
    abandon(attempt);
    assertTrue(attempt.isCancelled());
    assertThrows(IllegalStateException.class, attempt::transcript);
    assertThrows(IllegalStateException.class, attempt::session);
  }

  private void abandon(Attempt attempt) {
    assertTrue(attempt.end());
    run.record(attempt, AttemptResult.TIMEOUT, false);
  }

  private void scrubs() {
    Attempt attempt = run.begin();
    assertEquals("scrub", attempt.stepName());
    assertEquals(RAW, text(attempt));
    assertTrue(attempt.end());
    Effects effects = Effects.builder().replaceMessage(message, SCRUBBED).build();
    run.record(attempt, AttemptResult.done(effects), false);
  }

  /** Continues the thread of a step that was given up; it reads whether or not it may. */
  private static void readLate(Attempt attempt) {
    try {
      attempt.transcript();
    } catch (IllegalStateException e) {
      assertTrue(attempt.isCancelled());
    }
  }

  private static String text(Attempt attempt) {
    return attempt.transcript().messages().get(0).text();
  }

  private static FinalizeStep step(String name) {
    return FinalizeStep.of(name, context -> StepOutcome.done());
  }

  private ChainRun run() {
    FinalizerContext context =
        new FinalizerContext(
            store,
            () -> Instant.EPOCH,
            () -> 0,
            () -> 0.5,
            UUID::randomUUID,
            Limits.defaults(),
            event -> {});
    ChainLease lease =
        new ChainLease(
            new LeaseRef(new SessionKey(new UUID(1, 2), new UUID(3, 4)), 1),
            ChainDefinitions.of(chain).digest(),
            ChainState.initial(ChainDefinitions.of(chain)),
            1,
            Instant.EPOCH,
            Instant.EPOCH,
            null);
    return new ChainRun(
        context,
        FinalizerOptions.defaults(),
        ExecutableChain.of(ChainDefinitions.of(chain), chain).orElseThrow(),
        lease,
        Duration.ofSeconds(30),
        new UUID(5, 6),
        0);
  }
}
