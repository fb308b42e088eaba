package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class StepRunnerTest {
  private final UUID organization = new UUID(1, 2);
  private final UUID session = new UUID(3, 4);
  private final ChainStore store =
      (ChainStore)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {ChainStore.class},
              (proxy, method, args) -> {
                throw new UnsupportedOperationException(method.getName());
              });
  private final FinalizerContext context =
      new FinalizerContext(
          store,
          () -> Instant.EPOCH,
          () -> 0,
          () -> 0.5,
          UUID::randomUUID,
          Limits.defaults(),
          event -> {
            throw new IllegalStateException("a listener that fails");
          });

  @AfterEach
  void clear() {
    MDC.clear();
  }

  @Test
  void the_logging_context_names_organization_session_and_step_and_is_restored() {
    MDC.put("session", "mine");
    MDC.put("request", "7");
    AttemptResult result =
        run(
            context -> {
              assertEquals(organization.toString(), MDC.get("organization"));
              assertEquals(session.toString(), MDC.get("session"));
              assertEquals("works", MDC.get("step"));
              assertEquals("7", MDC.get("request"));
              return StepOutcome.done();
            });
    assertEquals(AttemptResult.done(Effects.none()), result);
    assertEquals(Map.of("session", "mine", "request", "7"), MDC.getCopyOfContextMap());
    assertNull(MDC.get("step"));
  }

  @Test
  void a_failure_is_recorded_by_class_only_and_the_context_is_restored() {
    AttemptResult result =
        run(
            context -> {
              throw new IllegalStateException("4111 1111 1111 1111");
            });
    assertEquals(AttemptResult.failed("java.lang.IllegalStateException"), result);
    assertNull(MDC.get("step"));
  }

  @Test
  void numbers_are_normalized_as_the_stores_return_them() {
    AttemptResult result =
        run(context -> StepOutcome.done(Effects.builder().metadata(Map.of("count", 1)).build()));
    assertEquals(Map.of("count", 1L), result.effects().metadata());
  }

  private AttemptResult run(FinalizeStep.Work work) {
    FinalizeChain chain = FinalizeChain.first(FinalizeStep.of("works", work));
    ExecutableChain shape = ExecutableChain.of(ChainDefinitions.of(chain), chain).orElseThrow();
    ChainLease lease =
        new ChainLease(
            new LeaseRef(new SessionKey(organization, session), 1),
            ChainDefinitions.of(chain).digest(),
            ChainState.initial(ChainDefinitions.of(chain)),
            1,
            Instant.EPOCH);
    ChainRun run =
        new ChainRun(
            context,
            FinalizerOptions.defaults(),
            shape,
            lease,
            Duration.ofSeconds(30),
            new UUID(5, 6),
            0);
    return new StepRunner(context).run(run.begin());
  }
}
