package dev.sessionlifecycle.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.ProviderPayload;
import dev.sessionlifecycle.testkit.ProviderPayloads;
import dev.sessionlifecycle.testkit.SettableClock;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes while the store is down is asked for again, or kept in the spool. */
class StoreDownTest {
  private static final UUID ORGANIZATION = new UUID(0, 1);

  @TempDir Path folder;

  private final SettableClock clock = SettableClock.create();

  /** How many calls on the store succeed before it goes down. */
  private final AtomicInteger callsLeft = new AtomicInteger(Integer.MAX_VALUE);

  private final SessionLifecycle lifecycle =
      SessionLifecycle.builder(failing(InMemorySessionStore.create(clock))).clock(clock).build();
  private final OrganizationSessions sessions = lifecycle.organization(ORGANIZATION);

  @AfterEach
  void close() {
    callsLeft.set(Integer.MAX_VALUE);
    lifecycle.close();
  }

  private SessionStore failing(SessionStore store) {
    return (SessionStore)
        Proxy.newProxyInstance(
            SessionStore.class.getClassLoader(),
            new Class<?>[] {SessionStore.class},
            (proxy, method, arguments) -> {
              if (callsLeft.getAndDecrement() <= 0) {
                throw new StoreException("down", true, null);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private ProviderIntakeBuilder intake() {
    return ProviderIntake.into(lifecycle)
        .from(SignedRequests.adapter("vapi"))
        .clock(clock)
        .opening((organization, call) -> Optional.of(call.toRequest(new UUID(0, 2))));
  }

  private IntakeResult accept(ProviderIntake intake, String event) {
    ProviderPayload payload = ProviderPayloads.of("vapi", event);
    return intake.accept(ORGANIZATION, "vapi", SignedRequests.signed(payload, clock.instant()));
  }

  private Session only() {
    List<Session> all = sessions.list(SessionFilter.all()).items();
    assertEquals(1, all.size());
    return sessions.get(all.get(0).id());
  }

  @Test
  void without_a_spool_the_provider_has_to_send_it_again() {
    ProviderIntake intake = intake().build();
    callsLeft.set(0);
    IntakeResult down = accept(intake, "end-of-call-report");
    assertInstanceOf(IntakeResult.Unavailable.class, down);
    assertEquals(503, down.httpStatus());
    callsLeft.set(Integer.MAX_VALUE);
    assertTrue(sessions.list(SessionFilter.all()).items().isEmpty());
    assertEquals(200, accept(intake, "end-of-call-report").httpStatus());
    assertEquals(TerminationReason.PARTICIPANT_LEFT, only().reason());
  }

  @Test
  void a_request_that_failed_half_way_is_applied_whole_when_it_comes_again() {
    for (int calls = 1; calls < 12; calls++) {
      ProviderPayload report =
          ProviderPayloads.of("vapi", "end-of-call-report").withCallId("call-" + calls);
      ProviderIntake intake = intake().build();
      ProviderRequest request = SignedRequests.signed(report, clock.instant());
      callsLeft.set(calls);
      IntakeResult first = intake.accept(ORGANIZATION, "vapi", request);
      callsLeft.set(Integer.MAX_VALUE);
      assertEquals(200, intake.accept(ORGANIZATION, "vapi", request).httpStatus(), "" + first);
    }
    for (Session each : sessions.list(SessionFilter.all()).items()) {
      Session session = sessions.get(each.id());
      assertEquals(TerminationReason.PARTICIPANT_LEFT, session.reason());
      assertEquals(4, session.messageCount());
      assertEquals(5, session.usage().size());
      assertTrue(session.hasRecording());
    }
    assertEquals(11, sessions.list(SessionFilter.all()).items().size());
  }

  @Test
  void with_a_spool_it_is_acknowledged_and_applied_in_order_later() throws IOException {
    try (ProviderSpool spool = ProviderSpool.open(folder.resolve("spool"))) {
      ProviderIntake intake = intake().spool(spool).build();
      callsLeft.set(0);
      for (String event :
          List.of("status-update_in-progress", "end-of-call-report", "status-update_ended")) {
        IntakeResult kept = accept(intake, event);
        assertInstanceOf(IntakeResult.Spooled.class, kept);
        assertEquals(200, kept.httpStatus());
      }
      assertEquals(0, intake.drain());
      callsLeft.set(Integer.MAX_VALUE);
      clock.advance(Duration.ofHours(1)); // beyond any replay window: it was verified when it came
      assertEquals(3, intake.drain());
      assertEquals(0, intake.drain());
      assertEquals(TerminationReason.PARTICIPANT_LEFT, only().reason());
      assertEquals(4, only().messageCount());
      assertEquals(0, spool.pendingBytes());
    }
  }

  @Test
  void an_opening_that_throws_for_one_call_does_not_keep_others_waiting() throws IOException {
    assertOneFailureKeepsNoOthersWaiting(
        () -> {
          throw new IllegalStateException("no such user");
        },
        intake ->
            assertEquals(
                "no such user",
                assertThrows(IllegalStateException.class, intake::drain).getMessage()));
  }

  @Test
  void an_error_of_the_opening_does_not_keep_others_waiting_either() throws IOException {
    assertOneFailureKeepsNoOthersWaiting(
        () -> {
          throw new StackOverflowError();
        },
        intake -> assertThrows(StackOverflowError.class, intake::drain));
  }

  @Test
  void a_request_that_the_store_refuses_does_not_keep_others_waiting() throws IOException {
    assertOneFailureKeepsNoOthersWaiting(
        () -> {
          throw new StoreException("refused", false, "23514", null);
        },
        intake -> assertThrows(StoreException.class, intake::drain));
  }

  private void assertOneFailureKeepsNoOthersWaiting(
      Runnable failure, Consumer<ProviderIntake> drain) throws IOException {
    AtomicReference<String> failing = new AtomicReference<>("call-1");
    Path file = folder.resolve("spool");
    ProviderSpool spool = ProviderSpool.open(file);
    ProviderIntake intake = throwingFor(failing, failure).spool(spool).build();
    callsLeft.set(0);
    for (int i = 1; i <= 3; i++) {
      assertEquals(200, begin(intake, "call-" + i).httpStatus());
    }
    callsLeft.set(Integer.MAX_VALUE);
    drain.accept(intake);
    assertEquals(Set.of("call-2", "call-3"), calls());
    spool.close();
    try (ProviderSpool reopened = ProviderSpool.open(file)) {
      failing.set("none");
      assertEquals(1, throwingFor(failing, failure).spool(reopened).build().drain());
      assertEquals(Set.of("call-1", "call-2", "call-3"), calls());
      assertEquals(0, reopened.pendingBytes());
      assertEquals(0, reopened.setAside());
    }
  }

  private ProviderIntakeBuilder throwingFor(AtomicReference<String> failing, Runnable failure) {
    return intake()
        .opening(
            (organization, call) -> {
              if (call.ref().id().equals(failing.get())) {
                failure.run();
              }
              return Optional.of(call.toRequest(new UUID(0, 2)));
            });
  }

  private IntakeResult begin(ProviderIntake intake, String call) {
    ProviderPayload payload =
        ProviderPayloads.of("vapi", "status-update_in-progress").withCallId(call);
    return intake.accept(ORGANIZATION, "vapi", SignedRequests.signed(payload, clock.instant()));
  }

  private Set<String> calls() {
    return sessions.list(SessionFilter.all()).items().stream()
        .map(it -> it.externalRef().id())
        .collect(Collectors.toSet());
  }

  @Test
  void a_forged_request_never_gets_into_the_spool() throws IOException {
    try (ProviderSpool spool = ProviderSpool.open(folder.resolve("spool"))) {
      ProviderIntake intake = intake().spool(spool).build();
      callsLeft.set(0);
      ProviderPayload report = ProviderPayloads.of("vapi", "end-of-call-report");
      ProviderRequest forged =
          SignedRequests.signed("vapi", report.body(), clock.instant(), "guessed");
      assertEquals(401, intake.accept(ORGANIZATION, "vapi", forged).httpStatus());
      assertEquals(0, spool.pendingBytes());
    }
  }

  @Test
  void a_full_or_closed_spool_is_not_acknowledged() throws IOException {
    ProviderSpool spool = ProviderSpool.open(folder.resolve("spool"), 1 << 10);
    ProviderIntake intake = intake().spool(spool).build();
    callsLeft.set(0);
    assertEquals(503, accept(intake, "end-of-call-report").httpStatus());
    spool.close();
    assertEquals(503, accept(intake, "status-update_ringing").httpStatus());
  }

  @Test
  void a_request_of_a_provider_that_was_removed_is_set_aside() throws IOException {
    try (ProviderSpool spool = ProviderSpool.open(folder.resolve("spool"))) {
      callsLeft.set(0);
      accept(intake().spool(spool).build(), "status-update_ringing");
      callsLeft.set(Integer.MAX_VALUE);
      ProviderIntake other =
          ProviderIntake.into(lifecycle)
              .from(SignedRequests.adapter("retell"))
              .spool(spool)
              .build();
      assertEquals(0, other.drain());
      assertEquals(1, spool.setAside());
    }
  }
}
