package dev.sessionlifecycle.providers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two requests on one call at a time lead to the record that one of the two would have led to after
 * the other: the second is applied before each of the calls of the first on the store.
 */
class ConcurrentSignalsTest {
  private static final UUID ORGANIZATION = new UUID(0, 1);
  private static final UUID END_USER = new UUID(0, 2);
  private static final UUID SAID = new UUID(0, 3);

  /** What comes beside each other, by name. */
  private static final Map<String, Function<ExternalRef, ProviderSignal>> SIGNALS =
      Map.of(
          "explained",
          ref ->
              new ProviderSignal.Explained(
                  ref, end(TerminationReason.VOICEMAIL_DETECTED, "machine_end_beep")),
          "ended, no reason",
          ref -> new ProviderSignal.Ended(ref, end(TerminationReason.UNKNOWN, "completed"), false),
          "ended, transcript follows",
          ref ->
              new ProviderSignal.Ended(
                  ref, end(TerminationReason.PARTICIPANT_LEFT, "hangup"), true),
          "one leaves",
          ref -> new ProviderSignal.Left(ref, "A", end(TerminationReason.PARTICIPANT_LEFT, "left")),
          "the other leaves",
          ref -> new ProviderSignal.Left(ref, "B", end(TerminationReason.PARTICIPANT_LEFT, "left")),
          "recorded",
          ProviderSignal.Recorded::new,
          "spoke",
          ConcurrentSignalsTest::spoke);

  private final SettableClock clock = SettableClock.create();
  private final Interleaving interleaving = new Interleaving();
  private final SessionLifecycle lifecycle =
      SessionLifecycle.builder(interleaving.before(InMemorySessionStore.create(clock)))
          .clock(clock)
          .finalizeWith(FinalizeChain.first(FinalizeStep.of("look", context -> StepOutcome.done())))
          .build();
  private final ProviderIntake intake =
      ProviderIntake.into(lifecycle)
          .clock(clock)
          .from(ProviderAdapter.vapi("secret"))
          .opening((organization, call) -> Optional.of(call.toRequest(END_USER)))
          .build();
  private int calls;

  @AfterEach
  void close() {
    lifecycle.close();
  }

  private static EndRequest end(TerminationReason reason, String reported) {
    return new EndRequest(reason, reported, null, TriggeredBy.SYSTEM);
  }

  private static ProviderSignal spoke(ExternalRef ref) {
    return new ProviderSignal.Spoke(ref, List.of(Message.fromUser("Two loaves.").withId(SAID)));
  }

  static Stream<Arguments> pairs() {
    return SIGNALS.keySet().stream()
        .sorted()
        .flatMap(
            first -> SIGNALS.keySet().stream().sorted().map(it -> Arguments.arguments(first, it)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void two_signals_at_a_time_lead_to_the_record_of_one_after_the_other(
      String first, String second) {
    List<Map<String, Object>> inSequence =
        List.of(record(first, second, -1).orElseThrow(), record(second, first, -1).orElseThrow());
    int points = 0;
    Optional<Map<String, Object>> record = record(first, second, points);
    while (record.isPresent()) {
      assertTrue(
          inSequence.contains(record.get()),
          second
              + " before call "
              + points
              + " of "
              + first
              + ": "
              + record.get()
              + ", not "
              + inSequence);
      points++;
      record = record(first, second, points);
    }
    assertTrue(points > 0);
  }

  /**
   * Returns the record of a call with two people, both signals, and what was said at the end.
   *
   * @param point before which of the first signal's calls on the store the second is applied; -1
   *     for after the first
   * @return empty if the first signal makes fewer calls
   */
  private Optional<Map<String, Object>> record(String first, String second, int point) {
    ExternalRef ref = new ExternalRef("vapi:call", "call-" + calls++);
    apply(
        new ProviderSignal.Began(ref, "voice", Origin.OUTBOUND, SessionStatus.ACTIVE, null, null),
        new ProviderSignal.Joined(ref, "A"),
        new ProviderSignal.Joined(ref, "B"));
    ProviderSignal beside = SIGNALS.get(second).apply(ref);
    interleaving.at(point, () -> apply(beside));
    apply(SIGNALS.get(first).apply(ref));
    boolean isDone = interleaving.isDone();
    if (point < 0) {
      apply(beside);
    } else if (!isDone) {
      return Optional.empty();
    }
    apply(spoke(ref));
    Session session = lifecycle.organization(ORGANIZATION).find(ref).orElseThrow();
    Map<String, Object> facts = new TreeMap<>();
    facts.put("status", session.status());
    facts.put("reason", String.valueOf(session.reason()));
    facts.put("reported", String.valueOf(session.reportedReason()));
    facts.put("outcome", String.valueOf(session.outcome()));
    facts.put("messages", session.messageCount());
    facts.put("recording", session.hasRecording());
    return Optional.of(facts);
  }

  private void apply(ProviderSignal... signals) {
    intake.apply(ORGANIZATION, "vapi", List.of(signals));
  }

  /** Runs something before one of the calls on a store. */
  private static final class Interleaving {
    private Runnable work = () -> {};
    private int callsLeft = -1;

    void at(int point, Runnable run) {
      work = run;
      callsLeft = point;
    }

    /** Whether it has run. */
    boolean isDone() {
      boolean isDone = callsLeft < 0;
      callsLeft = -1;
      return isDone;
    }

    SessionStore before(SessionStore store) {
      return (SessionStore)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {SessionStore.class},
              (proxy, method, arguments) -> {
                if (callsLeft >= 0 && callsLeft-- == 0) {
                  work.run();
                }
                try {
                  return method.invoke(store, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
