package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                if (method.getName().equals("session")) {
                  return Optional.of(closed());
                }
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
    RecordedLog.drain();
    AttemptResult result =
        run(
            context -> {
              throw new IllegalStateException("4111 1111 1111 1111");
            });
    assertEquals(AttemptResult.failed("java.lang.IllegalStateException"), result);
    String line =
        "DEBUG dev.sessionlifecycle.finalizer Attempt 1 of step works failed for session "
            + session
            + " of organization "
            + organization
            + ": java.lang.IllegalStateException";
    assertTrue(RecordedLog.drain().contains(line));
    assertNull(MDC.get("step"));
  }

  @Test
  void a_parked_step_and_a_failed_store_are_logged_with_all_their_names() {
    FinalizerEvent.StepParked parked =
        new FinalizerEvent.StepParked(organization, session, "crm", 1, "no_consent", Duration.ZERO);
    List<FinalizerEvent> events = new ArrayList<>();
    FinalizerContext telling =
        new FinalizerContext(
            store,
            () -> Instant.EPOCH,
            () -> 0,
            () -> 0.5,
            UUID::randomUUID,
            Limits.defaults(),
            events::add);
    RecordedLog.drain();
    new RunStats(telling, new FinalizerTotals()).committed(List.of(parked));
    telling.storeFailed(
        "settle", new StoreException("no such table (42P01)", false, "42P01", null));
    telling.storeFailed("claim", new IllegalStateException("4111 1111 1111 1111"));
    List<String> lines = RecordedLog.drain();
    String names = " of session " + session + " of organization " + organization;
    assertEquals(
        "WARN dev.sessionlifecycle.finalizer Parked step crm"
            + names
            + " after 1 attempt: no_consent",
        lines.get(0));
    String type = StoreException.class.getName();
    String text = type + " store_failed: no such table (42P01)";
    String other = "java.lang.IllegalStateException";
    assertTrue(
        lines.get(1).endsWith("The operation settle of the finalizer failed in the store: " + text),
        lines.get(1));
    assertTrue(lines.get(2).endsWith(other), lines.get(2));
    assertEquals(
        List.of(
            parked,
            new FinalizerEvent.StoreFailed("settle", type, "store_failed", "42P01", text),
            new FinalizerEvent.StoreFailed("claim", other, null, null, other)),
        events);
  }

  @Test
  void numbers_are_normalized_as_the_stores_return_them() {
    AttemptResult result =
        run(context -> StepOutcome.done(Effects.builder().metadata(Map.of("count", 1)).build()));
    assertEquals(Map.of("count", 1L), result.effects().metadata());
  }

  private ClosedSession closed() {
    return new ClosedSession(
        organization,
        session,
        new UUID(5, 5),
        "voice",
        SessionType.LIVE,
        SessionStatus.CLOSED,
        TerminationReason.UNKNOWN,
        null,
        OutcomeCategory.UNKNOWN,
        Instant.EPOCH,
        Instant.EPOCH,
        0,
        0,
        null,
        Map.of(),
        Map.of(),
        null,
        null,
        null,
        Set.of(),
        true,
        null,
        null,
        null,
        null,
        Instant.EPOCH);
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
            Instant.EPOCH,
            Instant.EPOCH,
            null);
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
